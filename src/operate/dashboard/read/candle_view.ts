import type { Queryable } from "../../../base/sql/mod.ts";
import { type CandleGap, candleGaps } from "../../../market/mod.ts";
import { secondsDate } from "../../../point_in_time/observation.ts";
import { readRows } from "../../../point_in_time/read_source.ts";
import { compose } from "../../../point_in_time/statement.ts";
import { timeframeMinutes } from "../../../schema/candles/timeframe_minutes.ts";
import type { Exchange, Timeframe } from "../../../schema/mod.ts";
import { instantText } from "../../../base/time/instant.ts";

/** What candles are of. */
export interface CandleKey {
  readonly exchange: Exchange;
  readonly symbol: string;
  readonly timeframe: Timeframe;
}

/** A candle. */
export interface ViewedCandle {
  readonly at: Date;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Candles of a stretch of time, with what is missing in it. */
export interface CandleView {
  readonly keys: readonly CandleKey[];
  readonly key: CandleKey | null;
  readonly candles: readonly ViewedCandle[];
  readonly gaps: readonly CandleGap[];
  /** The stretch, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/** The candles of a page. */
export const CANDLES = 120;

/** Reads candles up to an instant; the newest of the first key where nothing is named. */
export async function readCandleView(
  client: Queryable,
  asked: { readonly key: string | undefined; readonly to: number | undefined },
): Promise<CandleView> {
  const keys = await readKeys(client);
  const key = keys.find((one) => keyText(one) === asked.key) ??
    (asked.key === undefined ? keys[0] ?? null : null);
  const nothing = { keys, key, candles: [], gaps: [], from: 0, to: 0 };
  if (key === null) return nothing;
  const newest = asked.to === undefined ? await newestStart(client, key) : null;
  if (asked.to === undefined && newest === null) return nothing;
  const to = asked.to === undefined ? nextStart(newest ?? 0, key) : aligned(asked.to, key);
  const from = aligned(to - CANDLES * lengthOf(key), key);
  return {
    keys,
    key,
    from,
    to,
    candles: await readCandles(client, key, { from, to }),
    gaps: await candleGaps(client, { ...key, from: new Date(from), to: new Date(to) }),
  };
}

/** Writes a key for an address. */
export function keyText({ exchange, symbol, timeframe }: CandleKey): string {
  return `${exchange} ${symbol} ${timeframe}`;
}

/** What was fetched, and what has candles on the newest day: all keys would take long to find. */
async function readKeys(client: Queryable): Promise<readonly CandleKey[]> {
  return await readRows<CandleKey>(
    client,
    compose`select distinct exchange, symbol, timeframe from (
        select exchange, symbol, timeframe from backfill_checkpoints
        union all
        select exchange, symbol, timeframe from ohlcv
        where time > (select max(time) from ohlcv) - interval '1 day'
      ) found
      order by 1, 2, 3 limit 500`,
  );
}

async function newestStart(client: Queryable, key: CandleKey): Promise<number | null> {
  const [row] = await readRows<{ at: number }>(
    client,
    compose`select date_part('epoch', time) as at from ohlcv
      where exchange = ${key.exchange} and symbol = ${key.symbol} and timeframe = ${key.timeframe}
      order by time desc limit 1`,
  );
  return row === undefined ? null : row.at * 1000;
}

async function readCandles(
  client: Queryable,
  key: CandleKey,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly ViewedCandle[]> {
  const rows = await readRows<Omit<ViewedCandle, "at"> & { at: number }>(
    client,
    compose`select date_part('epoch', time) as at, open, high, low, close, volume from ohlcv
      where exchange = ${key.exchange} and symbol = ${key.symbol} and timeframe = ${key.timeframe}
        and time >= ${instantText(from * 1000)} and time < ${instantText(to * 1000)}
      order by time`,
  );
  return rows.map((row) => ({ ...row, at: secondsDate(row.at) }));
}

const MINUTE = 60_000;

/** The length of a candle in milliseconds; of a month, about. */
export function lengthOf({ timeframe }: Pick<CandleKey, "timeframe">): number {
  return (timeframeMinutes[timeframe] ?? 43_830) * MINUTE;
}

/** The last instant up to another at which a candle may begin. */
function aligned(at: number, key: CandleKey): number {
  if (key.timeframe === "1M") {
    const date = new Date(at);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  }
  // Longer candles begin at a midnight that the exchange chooses.
  const step = Math.min(lengthOf(key), 1_440 * MINUTE);
  return Math.floor(at / step) * step;
}

function nextStart(at: number, key: CandleKey): number {
  if (key.timeframe !== "1M") return at + lengthOf(key);
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
