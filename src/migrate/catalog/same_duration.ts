import { type Interval, parseInterval } from "../../timescale/mod.ts";

/**
 * Answers whether two interval texts mean the same: `1 mon` and `1 month`, `24:00:00` and `24 hours`.
 * A month is no 30 days here: a policy counts by the calendar.
 */
export function isSameDuration(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  if (a === b) return true;
  const [left, right] = [readInterval(a), readInterval(b)];
  if (left === null || right === null) return false;
  return left.months === right.months && left.days === right.days &&
    left.microseconds === right.microseconds;
}

function readInterval(text: string): Interval | null {
  try {
    return parseInterval(text);
  } catch {
    // A server also keeps what a declaration cannot say: nothing at all, or less than nothing.
    return null;
  }
}
