import type { Microseconds } from "../base/time/instant.ts";
import { addMonths } from "../point_in_time/day.ts";
import type { Frequency } from "../schema/mod.ts";
import { type Interval, parseInterval } from "../timescale/mod.ts";

/**
 * Returns the length of a bar.
 *
 * @throws {TypeError} If bars of the frequency have no fixed length.
 */
export function barLength(frequency: Frequency): string {
  const length = barLengths[frequency];
  if (length !== undefined) return length;
  throw new TypeError(
    `Cannot say when a bar of the frequency "${frequency}" is known: pass delay, such as "1 day"`,
  );
}

/** Counts an interval back from an instant: months first, in the UTC calendar. */
export function instantBefore(instant: Microseconds, interval: Interval): Microseconds {
  const day = Math.floor(instant / DAY);
  const before = addMonths(day, -interval.months) - interval.days;
  return before * DAY + (instant - day * DAY) - Math.round(interval.microseconds);
}

/** Parses a delay; null means none. */
export function parseDelay(delay: string | null): Interval {
  return delay === null ? { months: 0, days: 0, microseconds: 0 } : parseInterval(delay);
}

const DAY = 86_400_000_000;

/** The length of a bar by its frequency; undefined where it has none that is fixed. */
export const barLengths: Readonly<Record<Frequency, string | undefined>> = {
  minute: "1 minute",
  "5_minutes": "5 minutes",
  "15_minutes": "15 minutes",
  "30_minutes": "30 minutes",
  hourly: "1 hour",
  "4_hours": "4 hours",
  daily: "1 day",
  weekly: "7 days",
  biweekly: "14 days",
  monthly: "1 month",
  quarterly: "3 months",
  semiannual: "6 months",
  annual: "12 months",
  irregular: undefined,
};
