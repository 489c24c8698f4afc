import type { Cluster, Redis } from "ioredis";

/**
 * An ioredis client of a single server (found directly or through Sentinel) or of a Redis Cluster.
 */
export type RedisClient = Redis | Cluster;
