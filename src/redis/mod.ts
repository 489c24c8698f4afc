/**
 * The process's Redis client, connected on first use, and dedicated connections for blocking
 * commands.
 * Called by services and by `verify`.
 * Never waits forever if Redis is gone.
 *
 * @module
 */
export type { RedisClient } from "./client.ts";
export { closeRedis, getRedis } from "./get_redis.ts";
export type { CloseRedisOptions } from "./get_redis.ts";
export { withDedicatedRedis } from "./with_dedicated_redis.ts";
export type { DedicatedRedisOptions } from "./with_dedicated_redis.ts";
export type { RedisConnection } from "./_options.ts";
