import { StandIn, type StandInOptions } from "../stand_in/mod.ts";
import type { MinuteCandle } from "./minutes.ts";

/** What exchanges do differently. */
export interface ExchangeHabits {
  /** The most candles at once, whatever is asked. */
  readonly page?: number;
  /**
   * What is given for a `since`: candles from it on, only those after it, those from the start of
   * its minute on, or the newest ones whatever it is.
   */
  readonly since?: "from" | "after" | "rounded" | "ignored";
  /** Whether only the asked stretch of so many minutes is looked at, as at Coinbase. */
  readonly isStretch?: boolean;
  /** What a millisecond is multiplied with: 0.001 gives seconds, 1000 microseconds. */
  readonly unit?: number;
}

/**
 * Starts a server on loopback that stands in for an exchange with minutes; it is no real one. It
 * gives the minute that is under way too, with what traded until now, and no minute without a trade.
 */
export function exchangeStandIn(
  candles: Readonly<Record<string, readonly MinuteCandle[]>>,
  { page = 100, since = "from", isStretch = false, unit = 1, ...options }:
    & ExchangeHabits
    & StandInOptions = {},
): StandIn {
  const { now = () => new Date() } = options;
  return new StandIn({
    answer: ({ parameters }) => {
      const all = candles[parameters.get("symbol") ?? ""];
      if (all === undefined) return Response.json({ error: "BadSymbol" }, { status: 400 });
      const asked = Number(parameters.get("since"));
      const limit = Math.min(page, Number(parameters.get("limit")));
      const known = all.filter(([time]) => time <= now().getTime())
        .map((candle): MinuteCandle =>
          // What is under way has not its last close yet.
          candle[0] + 60_000 > now().getTime() ? candle.with(4, candle[1]) as never : candle
        );
      const start = since === "rounded" ? asked - asked % 60_000 : asked;
      const found = known.filter(([time]) => {
        if (since === "ignored") return true;
        const isBehind = isStretch && time >= start + limit * 60_000;
        return !isBehind && (since === "after" ? time > start : time >= start);
      });
      const given = since === "ignored" ? found.slice(-limit) : found.slice(0, limit);
      return Response.json(given.map(([time, ...rest]) => [time * unit, ...rest]));
    },
    refuse: () => new Response("Too Many Requests", { status: 429 }),
  }, options);
}

/** A client of a stand-in, as ccxt's clients are. */
export function ohlcvClient({ url }: StandIn, id = "coinbase") {
  return {
    id,
    async fetchOHLCV(symbol: string, timeframe: string, since: number, limit: number) {
      const query = new URLSearchParams({
        symbol,
        timeframe,
        since: String(since),
        limit: String(limit),
      });
      const response = await fetch(`${url}/candles?${query}`);
      const body = await response.text();
      if (response.ok) return JSON.parse(body) as (number | null)[][];
      const error = new Error(`${id} answered ${response.status}`);
      error.name = /BadSymbol/.test(body) ? "BadSymbol" : "ExchangeNotAvailable";
      throw error;
    },
  };
}
