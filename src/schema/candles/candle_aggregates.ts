import { type AnyColumn, type SQL, sql } from "drizzle-orm";
import { candles1h, candles5m } from "./candle_views.ts";
import type { CandleColumns } from "./candle.ts";
import { ohlcv, ohlcvHypertable } from "../ohlcv.ts";
import {
  type ContinuousAggregate,
  continuousAggregate,
  first,
  last,
  type PortableExpression,
} from "../../timescale/mod.ts";

/** The columns of the aggregates of candles. */
export type CandleAggregate = ContinuousAggregate<
  "bucket" | "exchange" | "symbol" | "open" | "high" | "low" | "close" | "volume" | "candles"
>;

// Their refresh has no older end: minutes that are filled in years later reach the candles above
// them with the next run. Only changed ranges are refreshed, so an idle run costs nothing.

/** `candles_5m` as a continuous aggregate over `ohlcv`. */
export const candles5mAggregate: CandleAggregate = continuousAggregate("candles_5m", {
  from: ohlcvHypertable,
  bucket: { width: "5 minutes" },
  groupBy: ["exchange", "symbol"],
  select: { ...prices(ohlcv, ohlcv.time), candles: sql`count(*)::integer` },
  where: sql`${ohlcv.timeframe} = '1m'`,
  refresh: { endOffset: "5 minutes", every: "5 minutes" },
});

/** `candles_1h` as a continuous aggregate over `candles_5m`. */
export const candles1hAggregate: CandleAggregate = continuousAggregate("candles_1h", {
  from: candles5mAggregate,
  bucket: { width: "1 hour" },
  groupBy: ["exchange", "symbol"],
  select: {
    ...prices(candles5m, candles5m.bucket),
    candles: summed(candles5m.candles),
  },
  refresh: { endOffset: "1 hour", every: "15 minutes" },
});

/** `candles_1d` as a continuous aggregate over `candles_1h`. */
export const candles1dAggregate: CandleAggregate = continuousAggregate("candles_1d", {
  from: candles1hAggregate,
  bucket: { width: "1 day" },
  groupBy: ["exchange", "symbol"],
  select: {
    ...prices(candles1h, candles1h.bucket),
    candles: summed(candles1h.candles),
  },
  refresh: { endOffset: "1 day", every: "1 hour" },
});

/** The aggregates of candles, in the order in which they are created. */
export const candleAggregates: readonly CandleAggregate[] = [
  candles5mAggregate,
  candles1hAggregate,
  candles1dAggregate,
];

function prices(
  columns: CandleColumns,
  time: AnyColumn,
): Record<"open" | "high" | "low" | "close" | "volume", SQL | PortableExpression> {
  return {
    open: first(columns.open, time),
    high: sql`max(${columns.high})`,
    low: sql`min(${columns.low})`,
    close: last(columns.close, time),
    volume: sql`sum(${columns.volume})`,
  };
}

/** Sums counts: the sum of integers is a bigint, which drivers read as text. */
function summed(counts: AnyColumn): SQL {
  return sql`sum(${counts})::integer`;
}
