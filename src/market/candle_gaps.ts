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
import { reading } from "../base/telemetry/mod.ts";

/** The options of {@linkcode candleGaps}. */
export interface CandleGapsOptions {
  /** The exchange. */
  readonly exchange: Exchange;
  /** The symbol, as the exchange writes it. */
  readonly symbol: string;
  /** The length of a candle. */
  readonly timeframe: Timeframe;
  /** The start of the first candle. */
  readonly from: InstantInput;
  /** The end of the last candle. */
  readonly to: InstantInput;
}

/** A run of missing candles, all with the same reason. */
export interface CandleGap {
  /** The start of the first one. */
  readonly from: Date;
  /** The end of the run: the next candle begins, the reason changes or the range ends. */
  readonly to: Date;
  /** How many candles are missing. */
  readonly missing: number;
  /** The reason: true if they were fetched and nothing traded, false if they were never fetched. */
  readonly isFetched: boolean;
}

/**
 * Finds the candles of `ohlcv` that are missing in a range, oldest first, with the reason. If
 * `backfill_checkpoints` has the range as done, the candles were fetched and nothing traded in
 * them; otherwise they were never fetched. A run with both reasons is split.
 * A candle counts as fetched only if a done range covers all of it. Each exchange chooses where its
 * `3d` and `1w` candles begin: the first stored one in the range shows it, or else `from` does, and
 * those that begin in the range count. Months are in UTC.
 *
 * @throws {TypeError} If an instant is not valid.
 * @throws {RangeError} If `from` is after `to`, or a candle cannot begin at one of them.
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
  return await reading("candleGaps", async () => {
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
    // Only the gaps are sent, not the candles around them.
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
  });
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

/** Moves the bounds of a range to candle starts, for timeframes whose grid the exchange chooses. */
function gridBounds(
  timeframe: Timeframe,
  { from, to, stored }: Bounds & { readonly stored: Fragment },
): Bounds {
  if (!hasOwnGrid(timeframe)) return { from, to };
  const origin = compose`coalesce((select min(time) from (${stored}) stored), ${from})`;
  const begin = (bound: Fragment) => compose`(select ${candleFrom(bound, { timeframe, origin })})`;
  return { from: begin(from), to: begin(to) };
}

/** The runs of missing candles, as a multirange. */
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

/** The runs of fully fetched candles, as a multirange. */
function fetchedRuns({ exchange, symbol, timeframe, from, to }: GapRange): Fragment {
  const grid = { timeframe, origin: from };
  // Adjacent ranges are merged first: a candle may lie across two of them. An end outside the range
  // is not aligned to a candle: it may be infinite.
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
