import { loadSettings } from "../base/settings/mod.ts";
import type { RedisClient } from "./client.ts";
import { closeClient } from "./_close.ts";
import { openShared } from "./_open.ts";
import type { RedisConnection } from "./_options.ts";
import { homeOf, homes } from "./_homes.ts";

/**
 * Returns the process's connected Redis client: one per server and database, shared by all callers,
 * including concurrent ones. It reconnects automatically. After a failed connect, or once the
 * client has ended, the next call creates a new one.
 * No command waits longer than `REDIS_COMMAND_TIMEOUT_MS`, and none is sent twice: if an answer is
 * lost, it rejects with {@linkcode ConnectionError}. Use {@linkcode withDedicatedRedis} for
 * blocking commands.
 *
 * @param settings Where to connect; by default `loadSettings()` is called, once.
 * @throws {ConnectionError} With the code `WRONGPASS` or `NOAUTH` if the login is refused.
 *
 * @example
 * ```ts
 * import { closeRedis, getRedis } from "@strata/foundation";
 *
 * async function countVisit(): Promise<number> {
 *   const redis = await getRedis();
 *   return await redis.incr("visits");
 * }
 *
 * async function shutDown(): Promise<void> {
 *   await closeRedis();
 * }
 * ```
 */
export async function getRedis(settings?: RedisConnection): Promise<RedisClient> {
  const home = homeOf(settings ?? defaultSettings());
  if (home.shared !== undefined) return await home.shared;
  const opening = openShared(home.connection);
  home.shared = opening;
  const forget = (): void => {
    if (home.shared === opening) home.shared = undefined;
  };
  try {
    const client = await opening;
    client.once("end", forget);
    return client;
  } catch (error) {
    forget();
    throw error;
  }
}

/** The settings for callers that pass none: read once, and again after the clients are closed. */
export function defaultSettings(): RedisConnection {
  return remembered ??= loadSettings();
}

let remembered: RedisConnection | undefined;

/** Options of {@linkcode closeRedis}. */
export interface CloseRedisOptions {
  /**
   * How long a client may take to finish before it is cut off, in milliseconds; 1,000 by default.
   */
  readonly timeoutMs?: number;
}

/** Closes every client of the process, including leased ones. Idempotent, and never rejects. */
export async function closeRedis(options: CloseRedisOptions = {}): Promise<void> {
  const { timeoutMs = 1_000 } = options;
  remembered = undefined;
  const closing = [...homes.values()].map(async ({ shared, leases, turnstile }) => {
    turnstile.close();
    // A client that failed to open has already closed itself.
    const client = await shared?.catch(() => undefined);
    const clients = client === undefined ? [...leases] : [client, ...leases];
    await Promise.all(clients.map((open) => closeClient(open, timeoutMs)));
  });
  homes.clear();
  await Promise.all(closing);
}
