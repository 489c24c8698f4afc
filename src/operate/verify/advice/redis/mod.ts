/**
 * Advice on Redis: what it tells of itself, judged.
 * Called by the check of Redis.
 * Never shows a key, a value or the arguments of a command.
 *
 * @module
 */
export { adviseOnRedis } from "./advise.ts";
