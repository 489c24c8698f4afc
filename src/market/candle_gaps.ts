import {
  type InstantInput,
  instantText,
  type Microseconds,
  parseInstant,
} from "../point_in_time/instant.ts";
import { secondsDate } from "../point_in_time/observation.ts";
import { readRows, type ReadSource } from "../point_in_time/read_source.ts";
import { compose, type Fragment } from "../point_in_time/statement.ts";
import type { Exchange, Timeframe } from "../schema/mod.ts";

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

/** A run of candles that are not there. */
export interface CandleGap {
  /** Where the first of them would begin. */
  readonly from: Date;
  /** Where the next candle begins, or the range ends. */
  readonly to: Date;
  /** How many they are. */
  readonly missing: number;
}

/**
 * Finds the candles of `ohlcv` that are missing in a range, runs of them as one gap, oldest first. Why
 * they are missing it cannot tell: a minute without a trade has no candle, and one that was never
 * fetched has none either; `backfill_checkpoints` knows which was fetched.
 *
 * @throws {TypeError} Where an instant is none.
 * @throws {RangeError} Where `from` is after `to`, or one of them is not where a candle begins.
 */
export async function candleGaps(
  source: ReadSource,
  options: CandleGapsOptions,
): Promise<readonly CandleGap[]> {
  const { exchange, symbol, timeframe } = options;
  const [from, to] = [parseInstant(options.from, "from"), parseInstant(options.to, "to")];
  if (from > to) throw new RangeError('Cannot find gaps: "from" is after "to", exchange them');
  refuseUnaligned(from, timeframe, "from");
  refuseUnaligned(to, timeframe, "to");
  // Only the gaps are sent, not the candles between which they are.
  const rows = await readRows<{ begins: number; ends: number; missing: number }>(
    source,
    compose`select date_part('epoch', begins) as begins, date_part('epoch', ends) as ends,
        ${missingBetween(timeframe)}::integer as missing
      from (
        select ${nextAfter(compose`time`, timeframe)} as begins,
          lead(time, 1, ${instantText(to)}::timestamptz) over (order by time) as ends
        from (
          select time from ohlcv
          where exchange = ${exchange} and symbol = ${symbol} and timeframe = ${timeframe}
            and time >= ${instantText(from)} and time < ${instantText(to)}
          union all
          select ${before(instantText(from), timeframe)}
        ) candles
      ) spans
      where ends > begins
      order by begins`,
  );
  return rows.map(({ begins, ends, missing }) => ({
    from: secondsDate(begins),
    to: secondsDate(ends),
    missing,
  }));
}

const MINUTE = 60_000_000;

/** The minutes of a candle; a month has none of its own. */
const minutes: Readonly<Record<Timeframe, number | null>> = {
  "1m": 1,
  "3m": 3,
  "5m": 5,
  "15m": 15,
  "30m": 30,
  "1h": 60,
  "2h": 120,
  "4h": 240,
  "6h": 360,
  "8h": 480,
  "12h": 720,
  "1d": 1440,
  "3d": 4320,
  "1w": 10_080,
  "1M": null,
};

// Minutes are the same in every zone; months are counted in UTC, whatever the session's zone is.

function nextAfter(time: Fragment, timeframe: Timeframe): Fragment {
  const length = minutes[timeframe];
  return length === null
    ? compose`(${time} at time zone 'UTC' + interval '1 month') at time zone 'UTC'`
    : compose`${time} + make_interval(mins => ${length}::integer)`;
}

function before(instant: string, timeframe: Timeframe): Fragment {
  const length = minutes[timeframe];
  return length === null
    ? compose`(${instant}::timestamptz at time zone 'UTC' - interval '1 month') at time zone 'UTC'`
    : compose`${instant}::timestamptz - make_interval(mins => ${length}::integer)`;
}

function missingBetween(timeframe: Timeframe): Fragment {
  const length = minutes[timeframe];
  if (length !== null) return compose`date_part('epoch', ends - begins) / 60 / ${length}::integer`;
  return compose`(date_part('year', ends at time zone 'UTC') - date_part('year', begins at time zone 'UTC')) * 12
    + date_part('month', ends at time zone 'UTC') - date_part('month', begins at time zone 'UTC')`;
}

function refuseUnaligned(instant: Microseconds, timeframe: Timeframe, what: string): void {
  const length = minutes[timeframe];
  // Weeks and spans of three days begin where the exchange says, months on their first day.
  const grid = length === null || length > 1440 ? 1440 : length;
  if (instant % (grid * MINUTE) === 0) return;
  throw new RangeError(
    `Cannot find gaps from candles of ${timeframe}: "${what}" is ${instantText(instant)}, ` +
      "where none begins",
  );
}
