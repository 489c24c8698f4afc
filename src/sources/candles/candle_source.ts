import { ConfigError } from "../../base/errors.ts";
import { loadSettings } from "../../base/settings/mod.ts";
import { nextCandle, timeframeMs } from "../../ingest/candles/timeframe.ts";
import { type Exchange, exchanges, type Timeframe } from "../../schema/mod.ts";
import { EXCHANGE_LAG_MS } from "../exchange_lag.ts";
import type { CandleSource, CandleWindow, FetchedWindow, SourceContext } from "../source.ts";
import { SourceError } from "../source_error.ts";
import { fetchWindow } from "./fetch_window.ts";
import type { OhlcvClient } from "./ohlcv_client.ts";

/** Options of {@linkcode candleSource}. */
export interface CandleSourceOptions {
  /** The exchange, as `ohlcv` names it; by default the client's `id`. */
  readonly exchange?: Exchange;
  /** The name on the command line; by default the exchange. */
  readonly name?: string;
  /** The length of the candles; `1m` by default. */
  readonly timeframe?: Timeframe;
  /** The symbols that are followed by default; else those of `TOP_SYMBOLS`. */
  readonly symbols?: readonly string[];
  /** Writes a symbol as the client does; by default `BTC-USD` as `BTC/USD`. */
  readonly symbolOf?: (symbol: string) => string;
  /** The first instant that is fetched; by default the first of 2017. */
  readonly since?: Date;
  /**
   * The most candles that the exchange gives at once; 100 where that is not known. It must not be
   * more: an empty answer says that so many had no trade.
   */
  readonly limit?: number;
  /** How many of the newest candles the exchange has, if no more; 720 at Kraken. */
  readonly newestOnly?: number;
}

/**
 * Candles from a client with ccxt's `fetchOHLCV`. The client keeps the exchange's limits itself
 * (`enableRateLimit`). The newest candle is left out until it is finished.
 *
 * @throws {ConfigError} If the client's `id` is no known exchange and `exchange` is not set.
 */
export function candleSource(
  client: OhlcvClient,
  options: CandleSourceOptions = {},
): CandleSource {
  const exchange = options.exchange ?? exchangeOf(client.id);
  const { name = exchange, timeframe = "1m", limit = limits[exchange] ?? 100 } = options;
  const { symbolOf = (symbol: string) => symbol.replace("-", "/") } = options;
  const newestOnly = options.newestOnly ?? (client.id === "kraken" ? 720 : undefined);
  // Before the first trade of a symbol, and in long pauses, windows are silent without being asked for.
  const silent = new Map<string, { readonly from: number; readonly to: number }>();
  return {
    name,
    title: `Candles of ${exchange}`,
    baseUrl: `ccxt:${client.id ?? exchange}`,
    authType: "none",
    ratePerMinute: 60,
    locale: "en-US",
    zone: "UTC",
    gives: "candles",
    exchange,
    timeframe,
    get symbols() {
      return options.symbols ?? loadSettings().topSymbols;
    },
    since: options.since ?? new Date("2017-01-01T00:00:00Z"),
    // Some exchanges give the candle before the asked one too.
    candlesPerFetch: Math.max(1, limit - 1),
    async candles(window: CandleWindow, context: SourceContext): Promise<FetchedWindow> {
      const { symbol, from, to } = window;
      const covered = { from, to };
      const known = silent.get(symbol);
      if (known !== undefined && known.from <= from.getTime() && to.getTime() <= known.to) {
        return { rows: [], covered };
      }
      refuseTooOld(window, { name, timeframe, newestOnly, now: context.now });
      const { candles, nextTrade } = await fetchWindow(window, {
        client,
        timeframe,
        limit,
        symbol: symbolOf(symbol),
        source: name,
      }, context);
      if (nextTrade !== undefined) silent.set(symbol, { from: to.getTime(), to: nextTrade });
      // One with a later one behind it is finished, whatever the clocks say; the newest is so once it
      // is old enough.
      const settled = context.now.getTime() - EXCHANGE_LAG_MS;
      const finished = candles.filter(({ time }, index) =>
        nextCandle(time, timeframe) <= context.now.getTime() &&
        (index < candles.length - 1 || nextTrade !== undefined ||
          nextCandle(time, timeframe) <= settled)
      );
      return {
        rows: finished.map(({ time, ...row }) => ({ ...row, time: new Date(time) })),
        covered,
      };
    },
  };
}

/** ccxt's ids that differ from the names in `ohlcv`. */
const ids: Readonly<Record<string, Exchange>> = {
  binanceus: "binance_us",
  coinbaseexchange: "coinbase",
  cryptocom: "crypto_com",
  gateio: "gate",
  krakenfutures: "kraken_futures",
  mercado: "mercado_bitcoin",
};

/** What exchanges give at once, by their documentation. */
const limits: Readonly<Partial<Record<Exchange, number>>> = {
  binance: 1_000,
  "binance_us": 1_000,
  bitstamp: 1_000,
  bybit: 1_000,
  coinbase: 300,
  kraken: 720,
};

function exchangeOf(id: string | undefined): Exchange {
  const found = exchanges.find((exchange) => exchange === (ids[id ?? ""] ?? id));
  if (found !== undefined) return found;
  throw new ConfigError(
    `Cannot fetch candles of "${id}": it is no exchange that is known here, set the option exchange`,
  );
}

function refuseTooOld(
  { symbol, from }: CandleWindow,
  { name, timeframe, newestOnly, now }: {
    readonly name: string;
    readonly timeframe: Timeframe;
    readonly newestOnly: number | undefined;
    readonly now: Date;
  },
): void {
  if (newestOnly === undefined) return;
  const oldest = new Date(now.getTime() - newestOnly * timeframeMs(timeframe));
  if (from >= oldest) return;
  throw new SourceError(
    `the exchange has its newest ${newestOnly} candles alone, those of ${from.toISOString()} are ` +
      `gone, fetch since ${oldest.toISOString().slice(0, 10)} or later`,
    { source: name, series: symbol, code: "refused" },
  );
}
