import type { Exchange, Timeframe } from "../../schema/mod.ts";

/** The identity of one symbol's candles in `ohlcv` and `backfill_checkpoints`. */
export interface CandleSeries {
  /** The exchange. */
  readonly exchange: Exchange;
  /** The symbol as the exchange writes it. */
  readonly symbol: string;
  /** The length of a candle. */
  readonly timeframe: Timeframe;
}

/** A range of time. */
export interface TimeRange {
  /** Its start, inclusive. */
  readonly from: Date;
  /** Its end, exclusive. */
  readonly to: Date;
}

/**
 * Checks a range.
 *
 * @throws {RangeError} If it ends before it begins, or has an invalid end.
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
