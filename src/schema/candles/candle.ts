import { type AnyColumn, type SQL, sql } from "drizzle-orm";
import { first, last, type PortableExpression } from "../../timescale/mod.ts";

/**
 * The columns that candles are built from: those of `ohlcv`, of a view of candles, or of any table.
 */
export interface CandleColumns {
  /** The first price. */
  readonly open: AnyColumn;
  /** The highest price. */
  readonly high: AnyColumn;
  /** The lowest price. */
  readonly low: AnyColumn;
  /** The last price. */
  readonly close: AnyColumn;
  /** The traded volume. */
  readonly volume: AnyColumn;
}

/** Options of {@linkcode candle}. */
export interface CandleOptions {
  /** The start of a candle: `ohlcv.time`, or the `bucket` of a view. */
  readonly time: AnyColumn;
  /** Writes ordered arrays instead of `first` and `last`, for PostgreSQL without TimescaleDB. */
  readonly plain?: boolean;
}

/** A candle built from candles, as Drizzle expressions for a `select` with a `group by`. */
export interface CandleExpressions {
  /** The first price. */
  readonly open: SQL<number>;
  /** The highest price. */
  readonly high: SQL<number>;
  /** The lowest price. */
  readonly low: SQL<number>;
  /** The last price. */
  readonly close: SQL<number>;
  /** The total traded volume. */
  readonly volume: SQL<number>;
  /** How many candles it is built from. */
  readonly candles: SQL<number>;
}

/**
 * Returns the parts of a longer candle as typed Drizzle expressions.
 *
 * @example
 * ```ts
 * import { candle, createDatabase, ohlcv, timeBucket } from "@strata/foundation";
 * import { eq } from "drizzle-orm";
 *
 * async function quarterHours(symbol: string): Promise<void> {
 *   await using database = createDatabase();
 *   const bucket = timeBucket("15 minutes", ohlcv.time);
 *   const rows = await database.db.select({ bucket, ...candle(ohlcv, { time: ohlcv.time }) })
 *     .from(ohlcv).where(eq(ohlcv.symbol, symbol)).groupBy(bucket).orderBy(bucket);
 *   console.log(rows.at(-1)?.close);
 * }
 * ```
 */
export function candle(columns: CandleColumns, options: CandleOptions): CandleExpressions {
  const { open, high, low, close, volume } = columns;
  const { time, plain = false } = options;
  const choose = (value: PortableExpression): SQL => plain ? value.plain : value.timescale;
  return {
    open: asNumber(choose(first(open, time))),
    high: asNumber(sql`max(${high})`),
    low: asNumber(sql`min(${low})`),
    close: asNumber(choose(last(close, time))),
    volume: asNumber(sql`sum(${volume})`),
    candles: asNumber(sql`count(*)::integer`),
  };
}

function asNumber(expression: SQL): SQL<number> {
  return expression.mapWith(Number) as SQL<number>; // what Number gives
}
