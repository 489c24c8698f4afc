import { intervalMicroseconds, parseInterval } from "../../timescale/mod.ts";

/** The length of an interval in microseconds; null where it is none, or only a server can read it. */
export function spanLength(interval: string | null | undefined): number | null {
  if (interval === null || interval === undefined) return null;
  try {
    return intervalMicroseconds(parseInterval(interval));
  } catch {
    // A number of microseconds, or a unit that is written otherwise: no rule can say a thing of it.
    return null;
  }
}
