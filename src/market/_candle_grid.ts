import { instantText, type Microseconds } from "../base/time/instant.ts";
import { compose, type Fragment } from "../point_in_time/statement.ts";
import type { Timeframe } from "../schema/mod.ts";
import { isCandleStart } from "../schema/candles/candle_start.ts";
import { timeframeMinutes as minutes } from "../schema/candles/timeframe_minutes.ts";

/** A timeframe, and an instant that fixes where its candles begin. */
export interface CandleGrid {
  readonly timeframe: Timeframe;
  /** The start of any candle; months begin on their first day. */
  readonly origin: Fragment;
}

// Minutes are the same in every zone; months are counted in UTC, whatever the session's zone.

/** The start of the next candle, for the start of a candle. */
export function nextCandle(time: Fragment, timeframe: Timeframe): Fragment {
  const length = minutes[timeframe];
  return length === null
    ? compose`(${time} at time zone 'UTC' + interval '1 month') at time zone 'UTC'`
    : compose`${time} + ${lengthOf(length)}`;
}

/** The start of the previous candle, for the start of a candle. */
export function previousCandle(time: Fragment, timeframe: Timeframe): Fragment {
  const length = minutes[timeframe];
  return length === null
    ? compose`(${time} at time zone 'UTC' - interval '1 month') at time zone 'UTC'`
    : compose`${time} - ${lengthOf(length)}`;
}

/** The number of candles that begin between two candle starts, including the first. */
export function candlesBetween(begins: Fragment, ends: Fragment, timeframe: Timeframe): Fragment {
  const length = minutes[timeframe];
  if (length !== null) {
    return compose`date_part('epoch', ${ends} - ${begins}) / 60 / ${length}::integer`;
  }
  return compose`(date_part('year', ${ends} at time zone 'UTC') - date_part('year', ${begins} at time zone 'UTC')) * 12
    + date_part('month', ${ends} at time zone 'UTC') - date_part('month', ${begins} at time zone 'UTC')`;
}

/** The last candle start at or before an instant. */
export function candleUntil(time: Fragment, { timeframe, origin }: CandleGrid): Fragment {
  const length = minutes[timeframe];
  return length === null
    ? compose`date_trunc('month', ${time} at time zone 'UTC') at time zone 'UTC'`
    : compose`date_bin(${lengthOf(length)}, ${time}, ${origin})`;
}

/** The first candle start at or after an instant. */
export function candleFrom(time: Fragment, grid: CandleGrid): Fragment {
  // For all instants after one start, up to and including the next, the answer is the next.
  const before = compose`(${time} - interval '1 microsecond')`;
  return nextCandle(compose`(${candleUntil(before, grid)})`, grid.timeframe);
}

/**
 * Refuses an instant at which no candle can begin.
 *
 * @throws {RangeError} If none can.
 */
export function refuseUnaligned(
  instant: Microseconds,
  { timeframe, what }: { readonly timeframe: Timeframe; readonly what: string },
): void {
  const milliseconds = instant / 1_000;
  if (Number.isInteger(milliseconds) && isCandleStart(milliseconds, timeframe)) return;
  throw new RangeError(
    `Cannot find gaps from candles of ${timeframe}: "${what}" is ${instantText(instant)}, ` +
      "where none begins",
  );
}

function lengthOf(length: number): Fragment {
  return compose`make_interval(mins => ${length}::integer)`;
}
