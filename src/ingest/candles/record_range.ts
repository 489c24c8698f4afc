import { sql } from "drizzle-orm";
import { backfillCheckpoints } from "../../schema/mod.ts";
import { type CandleSeries, checkRange, type TimeRange } from "./candle_series.ts";
import { inTransaction } from "../write/transaction.ts";
import {
  drizzleOf,
  type DrizzleTarget,
  isTransaction,
  run,
  type WriteTarget,
} from "../stage/write_target.ts";

/** A range of candles that is now stored. */
export interface CoveredRange extends CandleSeries, TimeRange {
  /** How many candles were written for it. */
  readonly rows?: number;
}

/**
 * Records that the candles of a range are stored. From now on, a minute without a candle in the
 * range is a minute without a trade. Adjacent and overlapping ranges are merged. Call it in the
 * transaction that writes the candles, so that neither is stored without the other.
 *
 * @throws {RangeError} If the range is not valid, or ends in the future: future candles would count
 * as never traded.
 *
 * @example
 * ```ts
 * import { createDatabase, insertRows, ohlcv, recordRange } from "@strata/foundation";
 *
 * async function store(candles: (typeof ohlcv.$inferInsert)[], from: Date, to: Date): Promise<void> {
 *   await using database = createDatabase();
 *   await database.db.transaction(async (tx) => {
 *     const { inserted } = await insertRows(tx, ohlcv, candles);
 *     const series = { exchange: "coinbase", symbol: "BTC-USD", timeframe: "1m" } as const;
 *     await recordRange(tx, { ...series, from, to, rows: inserted });
 *   });
 * }
 * ```
 */
export async function recordRange(target: WriteTarget, range: CoveredRange): Promise<void> {
  checkRange(range);
  if (range.to.getTime() > Date.now()) {
    throw new RangeError(
      `Cannot record the range to ${range.to.toISOString()}: it ends in the future, record it once ` +
        "its last candle is over",
    );
  }
  const drizzle = drizzleOf(target);
  await inTransaction(drizzle, (tx) => merge(tx, range), { isRepeatable: !isTransaction(drizzle) });
}

/** Locks the ranges of a series until the transaction ends. */
export async function lockRanges(tx: DrizzleTarget, series: CandleSeries): Promise<void> {
  const name = JSON.stringify([series.exchange, series.symbol, series.timeframe]);
  await run(tx, sql`select pg_advisory_xact_lock(hashtextextended(${`strata ranges ${name}`}, 0))`);
}

async function merge(tx: DrizzleTarget, range: CoveredRange): Promise<void> {
  const { exchange, symbol, timeframe, rows = 0 } = range;
  const from = range.from.toISOString();
  const to = range.to.toISOString();
  await lockRanges(tx, range);
  // Nothing in the range is pending or failed any more.
  await run(
    tx,
    sql`with gone as (
        delete from ${backfillCheckpoints}
        where exchange = ${exchange} and symbol = ${symbol} and timeframe = ${timeframe}
          and range_start <= ${to}::timestamptz and range_end >= ${from}::timestamptz
          and (status = 'done'
            or (range_start < ${to}::timestamptz and range_end > ${from}::timestamptz))
        returning range_start, range_end, status, rows_ingested
      )
      insert into ${backfillCheckpoints}
        (exchange, symbol, timeframe, range_start, range_end, status, rows_ingested)
      select ${exchange}, ${symbol}, ${timeframe}, least(${from}::timestamptz, min(range_start)),
        greatest(${to}::timestamptz, max(range_end)), 'done',
        coalesce(sum(rows_ingested), 0) + ${rows}::int8
      from gone where status = 'done'`,
  );
}
