import { intervalMicroseconds, parseInterval } from "../../timescale/mod.ts";

/**
 * Returns the length of an interval in microseconds; null if it cannot be read without a server.
 */
export function spanLength(interval: string | null | undefined): number | null {
  if (interval === null || interval === undefined) return null;
  try {
    return intervalMicroseconds(parseInterval(interval));
  } catch {
    // A plain number, or another notation: rules skip intervals without a known length.
    return null;
  }
}
