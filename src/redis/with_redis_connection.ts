import type { RedisClient } from "./client.ts";
import { closeClient } from "./_close.ts";
import { openDedicated } from "./_open.ts";
import type { RedisConnection } from "./_options.ts";

/**
 * Opens a connection that does not count towards any limit, and closes it after the callback; it
 * never reconnects.
 */
export async function withRedisConnection<T>(
  connection: RedisConnection,
  run: (redis: RedisClient) => Promise<T>,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<T> {
  const { signal } = options;
  const client = await openDedicated(connection);
  const cut = (): void => client.disconnect();
  signal?.addEventListener("abort", cut, { once: true });
  try {
    signal?.throwIfAborted();
    return await run(client);
  } catch (error) {
    // Throw the caller's own reason, not the error of the connection that its signal closed.
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", cut);
    // Do not wait for a command that still blocks.
    await closeClient(client, 0);
  }
}
