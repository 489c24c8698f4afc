/**
 * Names the unit that was likely mistaken for milliseconds if an instant is implausible: a year
 * past 9999, or seconds and fractions in the first days of 1970. Returns `undefined` for a
 * plausible one.
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

/** Tells whether an instant is plausible: see {@linkcode mistakenUnit}. */
export function isPlausible(milliseconds: number): boolean {
  if (milliseconds >= LAST_SECONDS) return milliseconds < LATEST;
  return milliseconds < FIRST_SECONDS || milliseconds % 60_000 === 0;
}

const LATEST = Date.UTC(10_000, 0, 1);
// The range of seconds from 1980 to 2200, read as milliseconds. Instants in it that fall on a whole
// minute are plausible: releases have no seconds.
const FIRST_SECONDS = Date.UTC(1980, 0, 1) / 1_000;
const LAST_SECONDS = Date.UTC(2200, 0, 1) / 1_000;
