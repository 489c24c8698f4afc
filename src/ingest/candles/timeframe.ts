import type { Timeframe } from "../../schema/mod.ts";
import { timeframeMinutes } from "../../schema/candles/timeframe_minutes.ts";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** Returns the length of a candle in milliseconds; for a month, the longest. */
export function timeframeMs(timeframe: Timeframe): number {
  return (timeframeMinutes[timeframe] ?? 31 * 1_440) * MINUTE;
}

/** Returns the start of the next candle, in milliseconds since 1970. */
export function nextCandle(time: number, timeframe: Timeframe): number {
  const minutes = timeframeMinutes[timeframe];
  if (minutes !== null) return time + minutes * MINUTE;
  const date = new Date(time);
  return date.setUTCMonth(date.getUTCMonth() + 1);
}

/** Counts the whole candles between two instants; for months, by the shortest month. */
export function candlesIn(from: number, to: number, timeframe: Timeframe): number {
  const length = (timeframeMinutes[timeframe] ?? 28 * 1_440) * MINUTE;
  return Math.max(0, Math.floor((to - from) / length));
}

/**
 * Returns the instant before which all candles that begin are finished. Exchanges begin their days
 * at midnight UTC, but disagree on where three days, weeks and months begin.
 */
export function completeUntil(timeframe: Timeframe, now: Date): Date {
  const length = timeframeMs(timeframe);
  const time = now.getTime();
  return new Date(length <= DAY ? time - time % length : time - length);
}
