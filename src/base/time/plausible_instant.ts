/**
 * Says which unit was likely mistaken for milliseconds where an instant is implausible, for a message:
 * a year past 9999, or seconds and fractions of the first days of 1970. Undefined where it is
 * plausible.
 *
 * @param milliseconds The instant, in milliseconds since 1970.
 */
export function mistakenUnit(milliseconds: number): string | undefined {
  if (isPlausible(milliseconds)) return undefined;
  const [unit, factor] = milliseconds < LAST_SECONDS
    ? ["seconds", 1_000] as const
    : milliseconds < LATEST * 1_000
    ? ["microseconds", 1 / 1_000] as const
    : ["nanoseconds", 1 / 1_000_000] as const;
  const meant = new Date(Math.floor(milliseconds * factor));
  return `${unit} taken for milliseconds, ${meant.toISOString()}`;
}

/** Answers whether an instant may be meant: see {@linkcode mistakenUnit}. */
export function isPlausible(milliseconds: number): boolean {
  if (milliseconds >= LAST_SECONDS) return milliseconds < LATEST;
  return milliseconds < FIRST_SECONDS || milliseconds % 60_000 === 0;
}

const LATEST = Date.UTC(10_000, 0, 1);
// Seconds from 1980 to 2200 read as milliseconds. Instants of those days that fall on a whole minute
// may be meant: a release has no seconds.
const FIRST_SECONDS = Date.UTC(1980, 0, 1) / 1_000;
const LAST_SECONDS = Date.UTC(2200, 0, 1) / 1_000;
