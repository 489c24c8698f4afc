import type { Flatness } from "./flatness.ts";
import type { Sample } from "./sample.ts";

/** A server of a soak, and what its policies did meanwhile. */
export interface ReportedPlace {
  readonly name: string;
  /** How often the compression policies ran, and failed; 0 where there are none. */
  readonly policyRuns: number;
  readonly policyFailures: number;
  /** Why they failed, the first reasons. */
  readonly policyErrors: readonly string[];
  /** How many chunks are compressed at the end, of how many. */
  readonly compressedChunks: number;
  readonly chunks: number;
}

/** What a soak did and saw. */
export interface SoakReport {
  readonly seed: number;
  /** When it began, in UTC. */
  readonly started: string;
  readonly seconds: number;
  readonly isInterrupted: boolean;
  readonly places: readonly ReportedPlace[];
  /** What was done, by name. */
  readonly counts: Readonly<Record<string, number>>;
  /** What was provoked, by fault. */
  readonly faults: Readonly<Record<string, number>>;
  /** Typed errors that callers got under fault, by call and code. */
  readonly errors: Readonly<Record<string, number>>;
  readonly longestCallMs: number;
  /** What was lost, invented, changed or left over: how much, and the first of it. */
  readonly problemCount: number;
  readonly problems: readonly string[];
  readonly flatness: readonly Flatness[];
  readonly samples: readonly Sample[];
}

/** Whether nothing was lost and nothing grew. */
export function isHeld({ problemCount, flatness }: SoakReport): boolean {
  return problemCount === 0 && flatness.every(({ ok }) => ok);
}

/** Adds up counts. */
export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
