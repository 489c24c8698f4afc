import { type InstantInput, instantText, parseInstant } from "../base/time/instant.ts";
import { secondsDate } from "../point_in_time/observation.ts";
import { readRows, type ReadSource } from "../point_in_time/read_source.ts";
import { compose, type Fragment } from "../point_in_time/statement.ts";
import { hasOwnGrid } from "../schema/candles/timeframe_minutes.ts";
import type { Exchange, Timeframe } from "../schema/mod.ts";
import {
  candleFrom,
  candlesBetween,
  candleUntil,
  nextCandle,
  previousCandle,
  refuseUnaligned,
} from "./_candle_grid.ts";

/** What {@linkcode candleGaps} takes. */
export interface CandleGapsOptions {
  /** The exchange. */
  readonly exchange: Exchange;
  /** The symbol as the exchange writes it. */
  readonly symbol: string;
  /** The length of a candle. */
  readonly timeframe: Timeframe;
  /** Where the first candle would begin. */
  readonly from: InstantInput;
  /** Where the candle after the last would begin. */
  readonly to: InstantInput;
}

/** A run of candles that are not there, all for the same reason. */
export interface CandleGap {
  /** Where the first of them would begin. */
  readonly from: Date;
  /** Where the next candle begins, the reason changes or the range ends. */
  readonly to: Date;
  /** How many they are. */
  readonly missing: number;
  /** Why they are missing: true where they were fetched and nothing traded, false where they never were. */
  readonly isFetched: boolean;
}

/**
 * Finds the candles of `ohlcv` that are missing in a range, oldest first, and says why: those of a range
 * that `backfill_checkpoints` has as done were fetched, so that nothing traded in them, and the others
 * were never fetched. A run of both is a gap for each.
 *
 * A candle was fetched where the whole of it was: of a range that ends in the middle of a candle, that
 * one was not. Where candles of `3d` and `1w` begin is the exchange's choice: the first that is stored
 * in the range shows it, else `from` does, and those count that begin in the range. Months are UTC's.
 *
 * @throws {TypeError} Where an instant is none.
 * @throws {RangeError} Where `from` is after `to`, or one of them is not where a candle begins.
 *
 * @example What is still to be fetched
 * ```ts
 * import { candleGaps, createDatabase } from "@strata/foundation";
 *
 * async function report(): Promise<void> {
 *   await using database = createDatabase();
 *   const gaps = await candleGaps(database, {
 *     exchange: "coinbase",
 *     symbol: "BTC-USD",
 *     timeframe: "1m",
 *     from: "2018-04-01T00:00Z",
 *     to: "2018-05-01T00:00Z",
 *   });
 *   for (const { from, missing } of gaps.filter(({ isFetched }) => !isFetched)) {
 *     console.log(from.toISOString(), missing);
 *   }
 * }
 * ```
 */
export async function candleGaps(
  source: ReadSource,
  options: CandleGapsOptions,
): Promise<readonly CandleGap[]> {
  const { timeframe } = options;
  const [from, to] = [parseInstant(options.from, "from"), parseInstant(options.to, "to")];
  if (from > to) throw new RangeError('Cannot find gaps: "from" is after "to", exchange them');
  refuseUnaligned(from, { timeframe, what: "from" });
  refuseUnaligned(to, { timeframe, what: "to" });
  const bounds = {
    from: compose`${instantText(from)}::timestamptz`,
    to: compose`${instantText(to)}::timestamptz`,
  };
  const stored = storedTimes(options, bounds);
  const range = { ...options, ...gridBounds(timeframe, { ...bounds, stored }), stored };
  const missing = candlesBetween(compose`lower(gap)`, compose`upper(gap)`, timeframe);
  // Only the gaps are sent, not the candles between which they are.
  const rows = await readRows<GapRow>(
    source,
    compose`with missing as (${missingRuns(range)}), done as (${fetchedRuns(range)})
      select date_part('epoch', lower(gap)) as begins, date_part('epoch', upper(gap)) as ends,
        (${missing})::integer as missing, fetched
      from (
        select unnest(missing.runs * done.runs) as gap, true as fetched from missing, done
        union all
        select unnest(missing.runs - done.runs), false from missing, done
      ) gaps
      order by begins`,
  );
  return rows.map(({ begins, ends, missing, fetched: isFetched }) => ({
    from: secondsDate(begins),
    to: secondsDate(ends),
    missing,
    isFetched,
  }));
}

interface GapRow {
  readonly begins: number;
  readonly ends: number;
  readonly missing: number;
  readonly fetched: boolean;
}

interface Bounds {
  readonly from: Fragment;
  readonly to: Fragment;
}

interface GapRange extends Omit<CandleGapsOptions, keyof Bounds>, Bounds {
  /** Selects the times of the candles that are stored. */
  readonly stored: Fragment;
}

function storedTimes(options: CandleGapsOptions, { from, to }: Bounds): Fragment {
  const { exchange, symbol, timeframe } = options;
  return compose`select time from ohlcv
    where exchange = ${exchange} and symbol = ${symbol} and timeframe = ${timeframe}
      and time >= ${from} and time < ${to}`;
}

/** Moves the bounds of a range to where candles begin, where that is for the exchange to say. */
function gridBounds(
  timeframe: Timeframe,
  { from, to, stored }: Bounds & { readonly stored: Fragment },
): Bounds {
  if (!hasOwnGrid(timeframe)) return { from, to };
  const origin = compose`coalesce((select min(time) from (${stored}) stored), ${from})`;
  const begin = (bound: Fragment) => compose`(select ${candleFrom(bound, { timeframe, origin })})`;
  return { from: begin(from), to: begin(to) };
}

/** The runs of candles that are not stored, as one value. */
function missingRuns({ timeframe, from, to, stored }: GapRange): Fragment {
  return compose`select coalesce(range_agg(tstzrange(begins, ends)), tstzmultirange()) as runs
    from (
      select ${nextCandle(compose`time`, timeframe)} as begins,
        lead(time, 1, ${to}) over (order by time) as ends
      from (
        ${stored}
        union all
        select ${previousCandle(from, timeframe)}
      ) candles
    ) spans
    where ends > begins`;
}

/** The runs of whole candles that were fetched, as one value. */
function fetchedRuns({ exchange, symbol, timeframe, from, to }: GapRange): Fragment {
  const grid = { timeframe, origin: from };
  // Ranges that touch are one first: a candle may lie in two of them. What goes beyond the range is
  // not asked where its candles begin: it may have no beginning.
  return compose`select coalesce(range_agg(tstzrange(begins, ends)), tstzmultirange()) as runs
    from (
      select case when lower(fetched) <= ${from} then ${from}
          else ${candleFrom(compose`lower(fetched)`, grid)} end as begins,
        case when upper(fetched) >= ${to} then ${to}
          else ${candleUntil(compose`upper(fetched)`, grid)} end as ends
      from (
        select unnest(range_agg(tstzrange(range_start, range_end))) as fetched
        from backfill_checkpoints
        where exchange = ${exchange} and symbol = ${symbol} and timeframe = ${timeframe}
          and status = 'done' and range_start < ${to} and range_end > ${from}
      ) ranges
    ) whole
    where begins < ends`;
}
