import { errorType } from "./failure.ts";
import { telemetry } from "./switch.ts";

/** What was tried in vain, and is tried again. */
export interface Retried {
  readonly error: unknown;
  /** The number of the attempt that failed, from 1. */
  readonly attempt: number;
  /** How long is waited before the next one, in milliseconds. */
  readonly delayMs: number;
}

/** Counts a repetition, and tells the span that is open of it. */
export function noteRetry({ error, attempt, delayMs }: Retried): void {
  const on = telemetry();
  if (on === undefined) return;
  const type = errorType(error);
  on.instruments.retries.add(1, { "error.type": type });
  on.api.trace.getActiveSpan()?.addEvent("retry", {
    "error.type": type,
    "strata.retry.attempt": attempt,
    "strata.retry.delay": delayMs / 1_000,
  });
}
