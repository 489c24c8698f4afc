import { setTimeout as sleep } from "node:timers/promises";

/** Waits, or until it is told to stop. */
export async function nap(ms: number, stop: AbortSignal): Promise<void> {
  if (!stop.aborted) await sleep(ms, undefined, { signal: stop }).catch(() => {});
}
