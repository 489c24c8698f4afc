import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits.
 *
 * @throws The signal's reason, as soon as it aborts.
 */
export async function pause(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(delayMs, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
