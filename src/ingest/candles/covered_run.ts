import type { Timeframe } from "../../schema/mod.ts";
import type { TimeRange } from "./candle_series.ts";
import { candlesIn, nextCandle } from "./timeframe.ts";

/**
 * Finds what part of a window an answer covers that does not say so itself. Sources cut a long answer
 * off at either end without a word. So a silence at an end counts as fetched only where the answer has
 * one as long between its candles; otherwise the end is asked for again. An answer without candles
 * covers the window: nothing traded.
 *
 * @param times Where the candles begin, in milliseconds since 1970, in any order.
 */
export function coveredRun(
  times: readonly number[],
  window: TimeRange & { readonly timeframe: Timeframe },
): TimeRange {
  const { from, to, timeframe } = window;
  const sorted = times.toSorted((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return { from, to };
  let longest = 0;
  for (const [i, time] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before === undefined) continue;
    longest = Math.max(longest, candlesIn(nextCandle(before, timeframe), time, timeframe));
  }
  const end = nextCandle(last, timeframe);
  const isHeadCut = candlesIn(from.getTime(), first, timeframe) > longest;
  const isTailCut = candlesIn(end, to.getTime(), timeframe) > longest;
  return { from: isHeadCut ? new Date(first) : from, to: isTailCut ? new Date(end) : to };
}
