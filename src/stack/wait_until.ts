import { setTimeout as sleep } from "node:timers/promises";

/** The end of some work: a time, and a signal that may come sooner. */
export interface Deadline {
  /** The time, as `performance.now()` counts. */
  readonly endsAt: number;
  /** Ends the work sooner. */
  readonly signal?: AbortSignal | undefined;
}

/** Creates the deadline for a time limit; its signal ends commands a little later. */
export function deadlineAfter(timeoutMs: number, signal?: AbortSignal): Deadline {
  // The waiting code knows better what it waited for, so its error gets the first chance.
  const limit = AbortSignal.timeout(timeoutMs + 500);
  return {
    endsAt: performance.now() + timeoutMs,
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  };
}

/** Asks repeatedly until there is an answer; throws `expired()` at the deadline. */
export async function waitUntil<T>(
  ask: () => Promise<T | undefined>,
  options: Deadline & { readonly expired: () => Error | Promise<Error> },
): Promise<T> {
  const { endsAt, signal, expired } = options;
  while (true) {
    signal?.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > endsAt) throw await expired();
    await sleep(100, undefined, signal ? { signal } : {});
  }
}
