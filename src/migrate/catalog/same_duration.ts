import { type Interval, isSameInterval, parseInterval } from "../../timescale/mod.ts";

/**
 * Tells whether two interval texts are equal: `1 mon` and `1 month`, `24:00:00` and `24 hours`. A
 * month does not equal 30 days, since policies follow the calendar.
 */
export function isSameDuration(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  if (a === b) return true;
  const [left, right] = [readInterval(a), readInterval(b)];
  if (left === null || right === null) return false;
  return left.months === right.months && left.days === right.days &&
    left.microseconds === right.microseconds;
}

/** Formats an interval for people: `12 hours` for the server's `12:00:00`. */
export function durationText(text: string): string {
  const interval = readInterval(text);
  if (interval === null || interval.months > 0 || interval.days > 0) return text;
  return clockText(interval.microseconds);
}

/** Formats microseconds in the largest unit without a fraction: hours, minutes or seconds. */
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
 * Tells whether two chunk intervals have the same length. Like TimescaleDB, it counts a month as 30
 * days. Spans of integers must be equal as text.
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
    // Servers also accept intervals that definitions refuse, such as zero or negative ones.
    return null;
  }
}
