import type { Timeframe } from "../value_lists.ts";
import { timeframeMinutes } from "./timeframe_minutes.ts";

/**
 * Returns the start of the candle that contains an instant, in UTC. Exchanges disagree on where
 * `3d` and `1w` candles begin; for those it returns the start of the day.
 *
 * @example
 * ```ts
 * import { candleStart } from "@strata/foundation";
 *
 * const time = candleStart(new Date("2024-05-01T10:17:03Z"), "5m");
 * console.log(time.toISOString()); // 2024-05-01T10:15:00.000Z
 * ```
 */
export function candleStart(instant: Date, timeframe: Timeframe): Date {
  const minutes = timeframeMinutes[timeframe];
  if (minutes === null) {
    return new Date(Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth(), 1));
  }
  const length = Math.min(minutes, DAY) * 60_000;
  return new Date(Math.floor(instant.getTime() / length) * length);
}

/** Tells whether a candle can begin at an instant, in milliseconds since 1970. */
export function isCandleStart(milliseconds: number, timeframe: Timeframe): boolean {
  const minutes = timeframeMinutes[timeframe];
  if (minutes !== null) return milliseconds % (Math.min(minutes, DAY) * 60_000) === 0;
  return candleStart(new Date(milliseconds), timeframe).getTime() === milliseconds;
}

/** The day of Bitcoin's first block: no candle of a crypto exchange is older. */
export const FIRST_CANDLE_MS: number = Date.UTC(2009, 0, 3);

const DAY = 1_440;
