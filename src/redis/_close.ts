import { setTimeout as sleep } from "node:timers/promises";
import { withDeadline } from "../base/resilience/mod.ts";
import type { RedisClient } from "./client.ts";
import { DISCONNECT_MS } from "./_options.ts";

const closing = new WeakSet<RedisClient>();

/** Tells whether a client is being closed on purpose. */
export function isClosing(client: RedisClient): boolean {
  return closing.has(client);
}

/** Closes a client gracefully within `politeMs`, then by force. Never rejects and never hangs. */
export async function closeClient(client: RedisClient, politeMs: number): Promise<void> {
  closing.add(client);
  if (client.status !== "end") await end(client, politeMs);
  // A cluster reports its end before the sockets of its nodes are closed.
  if (client.isCluster) await sleep(DISCONNECT_MS + 50);
}

async function end(client: RedisClient, politeMs: number): Promise<void> {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  client.once("end", resolve);
  if (client.status === "ready" && politeMs > 0) {
    const polite = client.quit().then(() => ended);
    const left = await withDeadline(polite, politeMs, () => new Error("busy")).then(
      () => false,
      // A frozen or vanished server does not answer; the connection is dropped below.
      () => true,
    );
    if (!left) return;
  }
  client.disconnect();
  // Between two attempts a client has no socket and reports no end; its timer lasts this long.
  await withDeadline(ended, DISCONNECT_MS + 50, () => new Error("busy")).catch(() => {});
}
