import type { RedisClient } from "./client.ts";
import { closeClient } from "./_close.ts";
import { openDedicated } from "./_open.ts";
import type { RedisConnection } from "./_options.ts";

/**
 * Opens a connection, outside every limit on how many there may be, and closes it after the
 * callback; it never reconnects.
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
    // The caller's own reason, rather than the connection that it made us cut.
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", cut);
    // What still blocks is not waited for.
    await closeClient(client, 0);
  }
}
