import { type Interval, isSameInterval, parseInterval } from "../../timescale/mod.ts";

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

/** An interval for people: `12 hours` where a server prints `12:00:00`. */
export function durationText(text: string): string {
  const interval = readInterval(text);
  if (interval === null || interval.months > 0 || interval.days > 0) return text;
  return clockText(interval.microseconds);
}

/** Microseconds as hours, minutes or seconds, whichever counts them whole. */
export function clockText(microseconds: number): string {
  const seconds = microseconds / 1_000_000;
  const [unit, length] = seconds % 3600 === 0
    ? ["hour", 3600]
    : seconds % 60 === 0
    ? ["minute", 60]
    : ["second", 1];
  const count = seconds / length;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/**
 * Answers whether two spans of chunks are of one length, as TimescaleDB counts: a month as 30 days. The
 * digits of a number are no interval.
 */
export function isSameLength(a: string | null, b: string | null): boolean {
  if (a === null || b === null || isSameDuration(a, b)) return isSameDuration(a, b);
  try {
    return isSameInterval(a, b);
  } catch {
    return false;
  }
}

function readInterval(text: string): Interval | null {
  try {
    return parseInterval(text);
  } catch {
    // A server also keeps what a declaration cannot say: nothing at all, or less than nothing.
    return null;
  }
}
