import { retry } from "../../src/base/resilience/mod.ts";

/**
 * Makes a call after the faults: what the last one left behind may fail it once more. Only for
 * reads, and writes that are idempotent by key.
 */
export function calmly<T>(call: () => Promise<T>): Promise<T> {
  return retry(call, {
    isRepeatable: () => true,
    firstDelayMs: 200,
    maxDelayMs: 5_000,
    attempts: 10,
    deadlineMs: 90_000,
  });
}
