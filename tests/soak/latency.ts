/** The latency of the calls between two samples, in milliseconds. */
export interface Latency {
  /** How many calls were answered. */
  readonly calls: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Summarizes how long calls took. */
export function latencyOf(durations: readonly number[]): Latency {
  const sorted = durations.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) /
    10;
  return { calls: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
