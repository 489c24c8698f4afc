import type { FindingCode } from "./codes.ts";
import { type Finding, finding } from "./finding.ts";
import type { AdviceLimits } from "./limits.ts";

/** How far a clock is ahead of ours, in milliseconds. */
export interface ClockReading {
  readonly aheadMs: number;
  /** What the reading may be off by: half of the round trip, and the clock's own step. */
  readonly offByMs: number;
}

/**
 * Reads another machine's clock: it was read half a round trip before the answer came, give or take
 * that half.
 */
export async function readClock(
  ask: () => Promise<number>,
  options: { readonly stepMs?: number } = {},
): Promise<ClockReading> {
  const { stepMs = 0 } = options;
  const sent = Date.now();
  const started = performance.now();
  const theirs = await ask();
  const half = (performance.now() - started) / 2;
  return { aheadMs: theirs + stepMs / 2 - (sent + half), offByMs: half + stepMs / 2 };
}

/** Judges a clock: a finding where it certainly differs by more than allowed. */
export function judgeClock(
  code: FindingCode,
  name: string,
  { aheadMs, offByMs }: ClockReading,
  { clockMs }: AdviceLimits,
): Finding[] {
  if (!(Math.abs(aheadMs) - offByMs >= clockMs)) return [];
  const seconds = (Math.abs(aheadMs) / 1_000).toFixed(1);
  return [finding(code, {
    sentence:
      `The clock of ${name} is ${seconds} s ${aheadMs > 0 ? "ahead of" : "behind"} that of ` +
      "this machine: what is known at an instant depends on which one is asked",
    // On whichever of the two is wrong.
    remedy: "timedatectl set-ntp true",
  })];
}
