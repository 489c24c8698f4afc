import type { Timeframe } from "../../schema/mod.ts";
import type { TimeRange } from "./candle_series.ts";
import { candlesIn, nextCandle } from "./timeframe.ts";

/**
 * Infers which part of a window an answer covers. Sources silently cut off long answers at either
 * end. So a gap at an end counts as fetched only if the answer has an equally long one between its
 * candles; otherwise that end is requested again. An answer without candles covers the window:
 * nothing traded.
 *
 * @param times When the candles begin, in milliseconds since 1970, in any order.
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
