import { nextCandle, timeframeMs } from "../../ingest/candles/timeframe.ts";
import type { Timeframe } from "../../schema/mod.ts";
import type { CandleWindow, SourceContext } from "../source.ts";
import { SourceError } from "../source_error.ts";
import { askClient, type Candle, type OhlcvClient, type OhlcvQuestion } from "./ohlcv_client.ts";

/** How a window is fetched. */
export interface WindowFetch {
  readonly client: OhlcvClient;
  readonly timeframe: Timeframe;
  readonly limit: number;
  /** The symbol as the client writes it. */
  readonly symbol: string;
  /** The source's name, for messages. */
  readonly source: string;
}

/** The candles of a window, and the first one behind it if the client gave it. */
export interface WindowCandles {
  readonly candles: readonly Candle[];
  /** When trading goes on behind the window, if that is known. */
  readonly nextTrade: number | undefined;
}

/**
 * Fetches the whole window, page by page, because clients give fewer candles than asked without
 * saying so: until one gives a candle behind the window, or nothing more. What they leave out in
 * between had no trade.
 *
 * @throws {SourceError} If the client ignores `since`.
 */
export async function fetchWindow(
  window: CandleWindow,
  fetch: WindowFetch,
  context: SourceContext,
): Promise<WindowCandles> {
  const { client, timeframe, limit, symbol, source } = fetch;
  const named = { source, series: window.symbol };
  const to = window.to.getTime();
  const ask = async (since: number): Promise<readonly Candle[]> => {
    context.signal.throwIfAborted();
    // Some clients leave out the candle that begins at `since`, so it is asked for from right
    // before it.
    const question: OhlcvQuestion = { symbol, timeframe, since: since - 1, limit };
    return await askClient(client, question, named);
  };
  const candles: Candle[] = [];
  for (let from = window.from.getTime(); from < to;) {
    const given = await ask(from);
    const later = given.filter(({ time }) => time >= from);
    const [first, last] = [later[0], later.at(-1)];
    if (first === undefined || last === undefined) {
      // Some round `since` down and give the candle before it.
      const newest = given.at(-1)?.time;
      if (newest !== undefined && nextCandle(newest, timeframe) < from) {
        throw ignored(from, given, named);
      }
      return { candles, nextTrade: undefined };
    }
    if (first.time > from && isNewest(last, timeframe, context)) {
      // Either nothing traded since then, or it gives its newest candles whatever is asked.
      const again = await ask(last.time);
      const start = again[0];
      if (start !== undefined && nextCandle(start.time, timeframe) < last.time) {
        throw ignored(from, given, named);
      }
    }
    candles.push(...later.filter(({ time }) => time < to));
    if (last.time >= to) {
      return { candles, nextTrade: later.find(({ time }) => time >= to)?.time };
    }
    from = nextCandle(last.time, timeframe);
  }
  return { candles, nextTrade: undefined };
}

/** Whether a candle is one of the last few until now. */
function isNewest({ time }: Candle, timeframe: Timeframe, { now }: SourceContext): boolean {
  return time > now.getTime() - 5 * timeframeMs(timeframe);
}

function ignored(
  since: number,
  given: readonly Candle[],
  named: { readonly source: string; readonly series: string },
): SourceError {
  const iso = (time = 0) => new Date(time).toISOString();
  return new SourceError(
    `the client ignores since: asked for candles from ${iso(since)}, it gave those from ` +
      `${iso(given[0]?.time)} to ${iso(given.at(-1)?.time)}, fetch since ${
        iso(given[0]?.time).slice(0, 10)
      } or later, or take a client that goes back further`,
    { ...named, code: "answer" },
  );
}
