import { loadSettings } from "../base/settings/mod.ts";
import type { RedisClient } from "./client.ts";
import { closeClient } from "./_close.ts";
import { openShared } from "./_open.ts";
import type { RedisConnection } from "./_options.ts";
import { homeOf, homes } from "./_homes.ts";

/**
 * Gives the process's Redis client, connected: one for each server and database, shared by every
 * caller, those that call at the same time included. It reconnects by itself; after a failed
 * connect, and after it has ended, the next call makes another.
 *
 * No command waits longer than `REDIS_COMMAND_TIMEOUT_MS`, and none is sent twice: an answer that
 * was lost rejects with {@linkcode ConnectionError}. Commands that block belong in
 * {@linkcode withDedicatedRedis}.
 *
 * @param settings Where to connect; without it `loadSettings()` is asked, once.
 * @throws {ConnectionError} With the code `WRONGPASS` or `NOAUTH` where the log-in is refused.
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

/** The settings of callers that bring none: read once, until the clients are closed. */
export function defaultSettings(): RedisConnection {
  return remembered ??= loadSettings();
}

let remembered: RedisConnection | undefined;

/** Options of {@linkcode closeRedis}. */
export interface CloseRedisOptions {
  /** How long a client may take to finish before it is cut off, in milliseconds; 1,000. */
  readonly timeoutMs?: number;
}

/** Closes every client of the process, the leased ones too; idempotent, and never rejects. */
export async function closeRedis(options: CloseRedisOptions = {}): Promise<void> {
  const { timeoutMs = 1_000 } = options;
  remembered = undefined;
  const closing = [...homes.values()].map(async ({ shared, leases, turnstile }) => {
    turnstile.close();
    // A client that could not be opened closed itself.
    const client = await shared?.catch(() => undefined);
    const clients = client === undefined ? [...leases] : [client, ...leases];
    await Promise.all(clients.map((open) => closeClient(open, timeoutMs)));
  });
  homes.clear();
  await Promise.all(closing);
}
