import { instantText, type Microseconds } from "../base/time/instant.ts";
import { compose, type Fragment } from "../point_in_time/statement.ts";
import type { Timeframe } from "../schema/mod.ts";
import { isCandleStart } from "../schema/candles/candle_start.ts";
import { timeframeMinutes as minutes } from "../schema/candles/timeframe_minutes.ts";

/** Where candles begin. */
export interface CandleGrid {
  readonly timeframe: Timeframe;
  /** Where one of them does; months begin on their first day. */
  readonly origin: Fragment;
}

// Minutes are the same in every zone; months are counted in UTC, whatever the session's zone is.

/** Where the candle after the one at a time begins. */
export function nextCandle(time: Fragment, timeframe: Timeframe): Fragment {
  const length = minutes[timeframe];
  return length === null
    ? compose`(${time} at time zone 'UTC' + interval '1 month') at time zone 'UTC'`
    : compose`${time} + ${lengthOf(length)}`;
}

/** Where the candle before the one at a time begins. */
export function previousCandle(time: Fragment, timeframe: Timeframe): Fragment {
  const length = minutes[timeframe];
  return length === null
    ? compose`(${time} at time zone 'UTC' - interval '1 month') at time zone 'UTC'`
    : compose`${time} - ${lengthOf(length)}`;
}

/** How many candles begin from one instant to another, where one begins at each. */
export function candlesBetween(begins: Fragment, ends: Fragment, timeframe: Timeframe): Fragment {
  const length = minutes[timeframe];
  if (length !== null) {
    return compose`date_part('epoch', ${ends} - ${begins}) / 60 / ${length}::integer`;
  }
  return compose`(date_part('year', ${ends} at time zone 'UTC') - date_part('year', ${begins} at time zone 'UTC')) * 12
    + date_part('month', ${ends} at time zone 'UTC') - date_part('month', ${begins} at time zone 'UTC')`;
}

/** Where the last candle begins that does not begin after an instant; `origin` is where one does. */
export function candleUntil(time: Fragment, { timeframe, origin }: CandleGrid): Fragment {
  const length = minutes[timeframe];
  return length === null
    ? compose`date_trunc('month', ${time} at time zone 'UTC') at time zone 'UTC'`
    : compose`date_bin(${lengthOf(length)}, ${time}, ${origin})`;
}

/** Where the first candle begins that does not begin before an instant; `origin` is where one does. */
export function candleFrom(time: Fragment, grid: CandleGrid): Fragment {
  // All instants after one candle's begin, up to the next one's, have that next one.
  const before = compose`(${time} - interval '1 microsecond')`;
  return nextCandle(compose`(${candleUntil(before, grid)})`, grid.timeframe);
}

/**
 * Refuses an instant at which no candle can begin.
 *
 * @throws {RangeError} Where none does.
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
