import { sql } from "drizzle-orm";
import { backfillCheckpoints } from "../../schema/mod.ts";
import { type CandleSeries, checkRange, type TimeRange } from "./candle_series.ts";
import { drizzleOf, run, type WriteTarget } from "../stage/write_target.ts";

/**
 * Finds the parts of a range that were never fetched, oldest first. A part in which nothing traded
 * counts as fetched.
 *
 * @throws {RangeError} If the range is not valid.
 *
 * @example
 * ```ts
 * import { createDatabase, missingRanges } from "@strata/foundation";
 *
 * async function report(): Promise<void> {
 *   await using database = createDatabase();
 *   const gaps = await missingRanges(database, {
 *     exchange: "coinbase",
 *     symbol: "BTC-USD",
 *     timeframe: "1m",
 *     from: new Date("2018-04-01T00:00:00Z"),
 *     to: new Date("2018-05-01T00:00:00Z"),
 *   });
 *   for (const { from, to } of gaps) console.log(from.toISOString(), to.toISOString());
 * }
 * ```
 */
export async function missingRanges(
  target: WriteTarget,
  range: CandleSeries & TimeRange,
): Promise<TimeRange[]> {
  checkRange(range);
  const { exchange, symbol, timeframe } = range;
  const from = sql`${range.from.toISOString()}::timestamptz`;
  const to = sql`${range.to.toISOString()}::timestamptz`;
  const gaps = await run<{ begins: number; ends: number }>(
    drizzleOf(target),
    sql`select extract(epoch from lower(gap))::float8 * 1000 as begins,
        extract(epoch from upper(gap))::float8 * 1000 as ends
      from (
        select range_agg(tstzrange(range_start, range_end)) as covered
        from ${backfillCheckpoints}
        where exchange = ${exchange} and symbol = ${symbol} and timeframe = ${timeframe}
          and status = 'done' and range_start < ${to} and range_end > ${from}
      ) ranges,
      unnest(tstzmultirange(tstzrange(${from}, ${to}))
        - coalesce(covered, tstzmultirange())) as gap
      order by 1`,
  );
  return gaps.map(({ begins, ends }) => ({
    from: new Date(Math.round(begins)),
    to: new Date(Math.round(ends)),
  }));
}
