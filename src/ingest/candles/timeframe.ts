import type { Timeframe } from "../../schema/mod.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The length of a candle in milliseconds, of a month the longest. */
const lengths: Readonly<Record<Timeframe, number>> = {
  "1m": MINUTE,
  "3m": 3 * MINUTE,
  "5m": 5 * MINUTE,
  "15m": 15 * MINUTE,
  "30m": 30 * MINUTE,
  "1h": HOUR,
  "2h": 2 * HOUR,
  "4h": 4 * HOUR,
  "6h": 6 * HOUR,
  "8h": 8 * HOUR,
  "12h": 12 * HOUR,
  "1d": DAY,
  "3d": 3 * DAY,
  "1w": 7 * DAY,
  "1M": 31 * DAY,
};

/** Gives the length of a candle in milliseconds, of a month the longest. */
export function timeframeMs(timeframe: Timeframe): number {
  return lengths[timeframe];
}

/**
 * Gives the instant before which every candle that begins is over. Exchanges begin their days at
 * midnight in UTC, but do not agree on where three days, weeks and months begin.
 */
export function completeUntil(timeframe: Timeframe, now: Date): Date {
  const length = lengths[timeframe];
  const time = now.getTime();
  return new Date(length <= DAY ? time - time % length : time - length);
}
