import type { Timeframe } from "../value_lists.ts";

/** The minutes of a candle; null for a month, which has no fixed length. */
export const timeframeMinutes: Readonly<Record<Timeframe, number | null>> = {
  "1m": 1,
  "3m": 3,
  "5m": 5,
  "15m": 15,
  "30m": 30,
  "1h": 60,
  "2h": 120,
  "4h": 240,
  "6h": 360,
  "8h": 480,
  "12h": 720,
  "1d": 1_440,
  "3d": 4_320,
  "1w": 10_080,
  "1M": null,
};

/** Writes the length of a candle as an interval of PostgreSQL; a month where it has no fixed one. */
export function candleLength(minutes: number | null): string {
  return minutes === null ? "1 month" : `${minutes} minutes`;
}

/** Tells whether the exchange, not the clock, decides where candles of a timeframe begin. */
export function hasOwnGrid(timeframe: Timeframe): boolean {
  return (timeframeMinutes[timeframe] ?? 0) > 1_440;
}
