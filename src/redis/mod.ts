/**
 * The process's Redis client, connected on first use, and connections of their own for commands
 * that block.
 * Called by services and by `verify`.
 * Never waits for ever where Redis is gone.
 *
 * @module
 */
export type { RedisClient } from "./client.ts";
export { closeRedis, getRedis } from "./get_redis.ts";
export type { CloseRedisOptions } from "./get_redis.ts";
export { withDedicatedRedis } from "./with_dedicated_redis.ts";
export type { DedicatedRedisOptions } from "./with_dedicated_redis.ts";
export type { RedisConnection } from "./_options.ts";
