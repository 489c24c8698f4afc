import { backfill } from "../../ingest/mod.ts";
import { completeUntil, nextCandle } from "../../ingest/candles/timeframe.ts";
import { startOfDay } from "../../base/time/zoned_instant.ts";
import { moveCursor } from "../book/followed.ts";
import type { Timeframe } from "../../schema/mod.ts";
import type { CandleSource, CandleWindow, FetchedWindow } from "../source.ts";
import { EXCHANGE_LAG_MS } from "../exchange_lag.ts";
import { guardSource } from "./guard_source.ts";
import type { OpenFetch } from "./open_fetch.ts";
import { namedRefusal } from "./store_page.ts";

/** How long after its end a candle may still change, or be missing at the exchange. */
const SETTLED_MS = 60_000;

/** Stores the candles of a symbol: what is missing between its first instant and now. */
export async function storeCandles(source: CandleSource, fetch: OpenFetch): Promise<void> {
  const { drizzle, request, context, followed, tally } = fetch;
  const { exchange, timeframe, candlesPerFetch } = source;
  const since = request.since ?? request.settings["since"];
  const guarded = { source: source.name, series: request.code, signal: context.signal };
  const { stop, ...tail } = untilNewest(timeframe, context.now);
  const filling = backfill(drizzle, {
    exchange,
    symbol: followed.code,
    timeframe,
    candlesPerFetch,
    from: since === undefined ? source.since : startOfDay(since, "UTC"),
    to: completeUntil(timeframe, new Date(context.now.getTime() - SETTLED_MS)),
    signal: AbortSignal.any([context.signal, stop]),
    fetch: async (window) =>
      tail.cut(window, await guardSource(() => source.candles(window, context), guarded)),
    onStep: async ({ to, inserted, conflicting }) => {
      tally.inserted += inserted;
      tally.changed += conflicting;
      tally.given += inserted;
      await moveCursor(drizzle, followed, {
        from: undefined,
        to: undefined,
        newestRelease: to,
        newestObservation: undefined,
      });
      await fetch.onPage();
    },
  });
  try {
    await filling;
  } catch (error) {
    if (stop.aborted && !context.signal.aborted) return;
    throw namedRefusal(error, source.name, followed.code);
  }
}

/**
 * Cuts what a window covers where the exchange may be behind: to its last candle. Where it has none,
 * `stop` ends the backfill, and the window is asked for again by the next fetch.
 */
function untilNewest(timeframe: Timeframe, now: Date) {
  const stopping = new AbortController();
  const believed = completeUntil(timeframe, new Date(now.getTime() - EXCHANGE_LAG_MS)).getTime();
  return {
    stop: stopping.signal,
    cut(
      { from, to }: CandleWindow,
      { rows, covered = { from, to } }: FetchedWindow,
    ): FetchedWindow {
      const times = rows.map(({ time }) => new Date(time).getTime());
      const given = times.length === 0 ? 0 : nextCandle(Math.max(...times), timeframe);
      const end = Math.min(covered.to.getTime(), Math.max(believed, given));
      if (end > covered.from.getTime()) {
        return { rows, covered: { from: covered.from, to: new Date(end) } };
      }
      stopping.abort();
      throw stopping.signal.reason;
    },
  };
}
