import type { RedisClient } from "./client.ts";
import { defaultSettings } from "./get_redis.ts";
import { homeOf, isOpen, refusal } from "./_homes.ts";
import type { RedisConnection } from "./_options.ts";
import { withRedisConnection } from "./with_redis_connection.ts";

/** Options of {@linkcode withDedicatedRedis}. */
export interface DedicatedRedisOptions {
  /** Where to connect; by default `loadSettings()` is called. */
  readonly settings?: RedisConnection;
  /** The longest wait for a free lease, in milliseconds; 5,000 by default. */
  readonly acquireTimeoutMs?: number;
  /** Closes the connection, which ends a blocking command. */
  readonly signal?: AbortSignal;
}

/**
 * Lends a dedicated connection while the callback runs, for blocking commands (`blpop`, `xread`)
 * and subscriptions. At most `REDIS_MAX_CONNECTIONS` exist at once.
 * The connection never reconnects: if it is lost, the pending command rejects with {@linkcode
 * ConnectionError}. A command that blocks for a number of seconds fails `REDIS_COMMAND_TIMEOUT_MS`
 * after them, and its connection is closed. One that blocks without limit ends by the signal or
 * with the connection.
 *
 * @example
 * ```ts
 * import { withDedicatedRedis } from "@strata/foundation";
 *
 * async function nextJob(signal: AbortSignal): Promise<string | undefined> {
 *   const popped = await withDedicatedRedis((redis) => redis.blpop("jobs", 5), { signal });
 *   return popped?.[1];
 * }
 * ```
 */
export async function withDedicatedRedis<T>(
  run: (redis: RedisClient) => Promise<T>,
  options: DedicatedRedisOptions = {},
): Promise<T> {
  const { acquireTimeoutMs = 5_000, signal } = options;
  const home = homeOf(options.settings ?? defaultSettings());
  const { connection, leases, turnstile } = home;
  await turnstile.enter({ timeoutMs: acquireTimeoutMs, signal });
  try {
    return await withRedisConnection(connection, async (client) => {
      // closeRedis() sees only the leases that are open.
      if (!isOpen(home)) throw refusal("closed", connection);
      leases.add(client);
      try {
        return await run(client);
      } finally {
        leases.delete(client);
      }
    }, { signal });
  } finally {
    turnstile.leave();
  }
}
