import type { RedisClient } from "./client.ts";
import { defaultSettings } from "./get_redis.ts";
import { homeOf } from "./_homes.ts";
import type { RedisConnection } from "./_options.ts";
import { withRedisConnection } from "./with_redis_connection.ts";

/** Options of {@linkcode withDedicatedRedis}. */
export interface DedicatedRedisOptions {
  /** Where to connect; without it `loadSettings()` is asked. */
  readonly settings?: RedisConnection;
  /** The longest wait for a free lease, in milliseconds; 5,000 by default. */
  readonly acquireTimeoutMs?: number;
  /** Cuts the connection, so that a blocking command ends. */
  readonly signal?: AbortSignal;
}

/**
 * Lends a connection of its own for as long as the callback runs: for commands that block
 * (`blpop`, `xread`) and for subscriptions. At most `REDIS_MAX_CONNECTIONS` exist at once.
 *
 * The connection never reconnects: where it is lost, the pending command rejects with
 * {@linkcode ConnectionError}. A command that blocks for a number of seconds is given up
 * `REDIS_COMMAND_TIMEOUT_MS` after them, and the connection with it; one that blocks without end
 * ends by the signal, or when the connection is lost.
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
  const { connection, leases, turnstile } = homeOf(options.settings ?? defaultSettings());
  await turnstile.enter({ timeoutMs: acquireTimeoutMs, signal });
  try {
    return await withRedisConnection(connection, async (client) => {
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
