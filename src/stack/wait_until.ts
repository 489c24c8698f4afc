import { setTimeout as sleep } from "node:timers/promises";

/** The end of a piece of work: a moment, and a signal that may come sooner. */
export interface Deadline {
  /** The moment, as `performance.now()` counts. */
  readonly endsAt: number;
  /** Ends the work sooner. */
  readonly signal?: AbortSignal | undefined;
}

/** Makes the deadline of work that may take so long; its signal ends commands a little later. */
export function deadlineAfter(timeoutMs: number, signal?: AbortSignal): Deadline {
  // What waits knows better what it waited for, so it may speak first.
  const limit = AbortSignal.timeout(timeoutMs + 500);
  return {
    endsAt: performance.now() + timeoutMs,
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  };
}

/** Asks again and again until there is an answer, and throws `expired()` at the deadline. */
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
