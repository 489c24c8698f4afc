import type { Clock } from "./clock.ts";
import { daysBefore, dayText, parseDays } from "./day.ts";
import { compose, type Fragment, nothing } from "./statement.ts";

/** How old an observation may be. */
export interface AgeOptions {
  /**
   * The age at which a value is stale and ignored: `90 days`, `1 year`, counted from the
   * observation's day to the UTC day of the instant. Null allows any age.
   */
  readonly maxAge: string | null;
}

/**
 * Returns the oldest day within the maximum age on a day, or null if any age will do; both are
 * counted from 1970-01-01.
 *
 * @throws {TypeError} If the age is not an interval, or includes hours.
 */
export function oldestDay(maxAge: string | null): (day: number) => number | null {
  if (maxAge === null) return () => null;
  const interval = parseDays(maxAge, "an age");
  return (day) => daysBefore(day, interval);
}

/**
 * The newest day that an observation can have: one day ahead, because of zones where it is already
 * tomorrow.
 */
export function newestDay(day: number): number {
  return day + 1;
}

/** Builds the age conditions for the latest observation of a series, each with its `and`. */
export function isInReach(
  clock: Clock,
  options: AgeOptions & { readonly ahead: boolean },
): Fragment {
  const oldest = oldestDay(options.maxAge)(clock.day);
  const since = oldest === null
    ? nothing
    : compose`and observation_date >= ${dayText(oldest)}::date`;
  return options.ahead
    ? since
    : compose`${since} and observation_date <= ${dayText(newestDay(clock.day))}::date`;
}
