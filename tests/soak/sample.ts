import type { Latency } from "./latency.ts";

/** What one server shows of a soak. */
export interface PlaceSample {
  /** The connections of this process on it. */
  readonly backends: number;
  /** Locks that are waited for. */
  readonly waits: number;
}

/** What is seen at one time. */
export interface Sample {
  /** Seconds since the start. */
  readonly seconds: number;
  /** The memory of this process, in MiB: all of it, and what JavaScript uses. */
  readonly rss: number;
  readonly heap: number;
  /** Open descriptors of this process; null where the machine does not tell. */
  readonly descriptors: number | null;
  /** Each server; null while it does not answer. */
  readonly places: Readonly<Record<string, PlaceSample | null>>;
  /** Calls since the sample before. */
  readonly reads: Latency;
  readonly writes: Latency;
  /** Calls since the sample before that failed with a typed error. */
  readonly errors: number;
}
