import type { Clock } from "./clock.ts";
import { daysBefore, dayText, parseDays } from "./day.ts";
import { compose, type Fragment, nothing } from "./statement.ts";

/** How old an observation may be. */
export interface AgeOptions {
  /**
   * The age from which on a value is stale and counts as none: `90 days`, `1 year`, counted from the
   * day of the instant in UTC to the observation's own. Null says that any age will do.
   */
  readonly maxAge: string | null;
}

/**
 * The oldest day that is young enough on a day, or null where any is; both counted from 1970-01-01.
 *
 * @throws {TypeError} Where the age is none, or has hours in it.
 */
export function oldestDay(maxAge: string | null): (day: number) => number | null {
  if (maxAge === null) return () => null;
  const interval = parseDays(maxAge, "an age");
  return (day) => daysBefore(day, interval);
}

/** The newest day that an observation can have: a day on, for where it is tomorrow already. */
export function newestDay(day: number): number {
  return day + 1;
}

/** The conditions of age for the latest of a series, each with its `and`. */
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
