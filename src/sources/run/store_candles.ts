import { backfill, RowsError } from "../../ingest/mod.ts";
import { completeUntil } from "../../ingest/candles/timeframe.ts";
import { startOfDay } from "../../base/time/zoned_instant.ts";
import { moveCursor } from "../book/followed.ts";
import type { CandleSource } from "../source.ts";
import { guardSource } from "./guard_source.ts";
import type { OpenFetch } from "./open_fetch.ts";
import { unstorable } from "./store_vintages.ts";

/** How long after its end a candle may still change, or be missing at the exchange. */
const SETTLED_MS = 60_000;

/** Stores the candles of a symbol: what is missing between its first instant and now. */
export async function storeCandles(source: CandleSource, fetch: OpenFetch): Promise<void> {
  const { drizzle, request, context, followed, tally } = fetch;
  const { exchange, timeframe, candlesPerFetch } = source;
  const since = request.since ?? request.settings["since"];
  const guarded = { source: source.name, series: request.code, signal: context.signal };
  const filling = backfill(drizzle, {
    exchange,
    symbol: followed.code,
    timeframe,
    candlesPerFetch,
    from: since === undefined ? source.since : startOfDay(since, "UTC"),
    to: completeUntil(timeframe, new Date(context.now.getTime() - SETTLED_MS)),
    signal: context.signal,
    fetch: (window) => guardSource(() => source.candles(window, context), guarded),
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
    if (error instanceof RowsError) throw unstorable(error, source.name, followed.code);
    throw error;
  }
}
