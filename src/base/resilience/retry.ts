import { noteRetry } from "../telemetry/mod.ts";
import { pause } from "./pause.ts";

/** Options of {@linkcode retry}. */
export interface RetryOptions {
  /** Tells whether the work may be repeated after this failure. */
  readonly isRepeatable: (error: unknown) => boolean;
  /** The number of attempts in total; 5 by default. */
  readonly attempts?: number;
  /** The first pause in milliseconds, doubled each time; 1,000 by default. */
  readonly firstDelayMs?: number;
  /** The longest pause in milliseconds; unlimited by default. */
  readonly maxDelayMs?: number;
  /** The limit in milliseconds for all attempts and pauses together; 30,000 by default. */
  readonly deadlineMs?: number;
  /** Ends the pauses early, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called before each pause, to log it. */
  readonly onRetry?: (error: unknown, attempt: number, delayMs: number) => void;
}

/**
 * Repeats work after failures that may be repeated, with pauses that double and vary by a quarter.
 * A pause that would exceed the deadline is not started. If every attempt fails, it throws the last
 * failure, and an outer {@linkcode retry} does not repeat that one.
 */
export async function retry<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { attempts = 5, firstDelayMs = 1_000, deadlineMs = 30_000, signal } = options;
  const { maxDelayMs = Infinity } = options;
  const end = performance.now() + deadlineMs;
  for (let attempt = 1;; attempt++) {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (isSpent(error) || !options.isRepeatable(error)) throw error;
      const delayMs = Math.min(backoffDelay(attempt, firstDelayMs), maxDelayMs);
      if (attempt >= attempts || performance.now() + delayMs > end) {
        throw markSpent(error);
      }
      noteRetry({ error, attempt, delayMs });
      options.onRetry?.(error, attempt, delayMs);
      await pause(delayMs, signal);
    }
  }
}

/**
 * Computes the pause after an attempt: doubled each time, and randomly up to a quarter longer or
 * shorter.
 */
export function backoffDelay(
  attempt: number,
  firstDelayMs: number,
  chance: number = Math.random(),
): number {
  return Math.round(firstDelayMs * 2 ** (attempt - 1) * (0.75 + chance / 2));
}

// Nested retries would multiply their attempts: a failure that one gave up on is not retried by
// another.
const spent = new WeakSet<object>();

function isSpent(error: unknown): boolean {
  return typeof error === "object" && error !== null && spent.has(error);
}

function markSpent(error: unknown): unknown {
  if (typeof error === "object" && error !== null) spent.add(error);
  return error;
}
