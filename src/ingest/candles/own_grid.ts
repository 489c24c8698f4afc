import { sql } from "drizzle-orm";
import { StrataError } from "../../base/errors.ts";
import { ohlcv } from "../../schema/mod.ts";
import { hasOwnGrid } from "../../schema/candles/timeframe_minutes.ts";
import { drizzleOf, run, type WriteTarget } from "../stage/write_target.ts";
import type { CandleSeries } from "./candle_series.ts";
import { timeframeMs } from "./timeframe.ts";

/**
 * Refuses candles of three days or a week whose first day does not match the stored ones or one
 * another: the same period would be stored twice. The exchange chooses where the first one begins.
 *
 * @throws {StrataError} If two do not match.
 */
export async function refuseOtherGrid(
  target: WriteTarget,
  candles: CandleSeries & { readonly times: readonly number[] },
): Promise<void> {
  const { exchange, symbol, timeframe, times } = candles;
  const [first] = times;
  if (!hasOwnGrid(timeframe) || first === undefined) return;
  const [stored] = await run<{ time: number }>(
    drizzleOf(target),
    sql`select extract(epoch from time)::float8 * 1000 as time from ${ohlcv}
      where exchange = ${exchange} and symbol = ${symbol} and timeframe = ${timeframe}
      order by time desc limit 1`,
  );
  const origin = stored?.time ?? first;
  const other = times.find((time) => (time - origin) % timeframeMs(timeframe) !== 0);
  if (other === undefined) return;
  throw new StrataError(
    `Cannot store the ${timeframe} candle of ${new Date(other).toISOString()}: ` +
      `${
        stored === undefined ? "another of this answer" : "the newest that is stored"
      } begins at ` +
      `${new Date(origin).toISOString()}, ask for candles that begin on the same days`,
  );
}
