import type { Exchange, Timeframe } from "../../schema/mod.ts";

/** The candles of one symbol, as `ohlcv` and `backfill_checkpoints` tell them apart. */
export interface CandleSeries {
  /** The exchange. */
  readonly exchange: Exchange;
  /** The symbol as the exchange writes it. */
  readonly symbol: string;
  /** The length of a candle. */
  readonly timeframe: Timeframe;
}

/** A stretch of time. */
export interface TimeRange {
  /** Where it begins, inclusive. */
  readonly from: Date;
  /** Where it ends, exclusive. */
  readonly to: Date;
}

/**
 * Holds a stretch of time to be one.
 *
 * @throws {RangeError} Where it ends before it begins, or has an invalid end.
 */
export function checkRange({ from, to }: TimeRange): void {
  const [begin, end] = [from, to].map((date) => date.getTime());
  if (begin !== undefined && end !== undefined && begin < end) return;
  throw new RangeError(
    `Cannot take ${show(from)} to ${show(to)} for a range: want two instants, the first before ` +
      "the second",
  );
}

function show(date: Date): string {
  return Number.isNaN(date.getTime()) ? "an invalid Date" : date.toISOString();
}
