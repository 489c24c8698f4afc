import { mistakenUnit } from "../../base/time/plausible_instant.ts";
import { FIRST_CANDLE_MS } from "../../schema/candles/candle_start.ts";
import { SourceError, type SourceErrorOptions } from "../source_error.ts";

/** A candle as ccxt gives it: milliseconds, open, high, low, close, volume. */
export type OhlcvTuple = readonly (number | null | undefined)[];

/** A client of an exchange, as ccxt's are. */
export interface OhlcvClient {
  /** The exchange, as ccxt names it. */
  readonly id?: string;
  /** Gives candles from an instant on, in milliseconds, at most so many. */
  fetchOHLCV(
    symbol: string,
    timeframe: string,
    since: number,
    limit: number,
  ): Promise<readonly OhlcvTuple[]>;
}

/** A candle with all its values. */
export interface Candle {
  /** When it begins, in milliseconds since 1970. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** What is asked of a client. */
export interface OhlcvQuestion {
  /** The symbol as the client writes it. */
  readonly symbol: string;
  readonly timeframe: string;
  readonly since: number;
  readonly limit: number;
}

/**
 * Asks a client, and returns its candles oldest first, without those in which nothing traded.
 *
 * @throws {SourceError} If the client fails, or its times are not milliseconds.
 */
export async function askClient(
  client: OhlcvClient,
  { symbol, timeframe, since, limit }: OhlcvQuestion,
  named: Pick<SourceErrorOptions, "source" | "series">,
): Promise<readonly Candle[]> {
  let tuples: readonly OhlcvTuple[];
  try {
    tuples = await client.fetchOHLCV(symbol, timeframe, since, limit);
  } catch (cause) {
    throw clientError(cause, named);
  }
  const byTime = new Map<number, Candle>();
  for (const [time, open, high, low, close, volume] of tuples) {
    if (typeof time !== "number") throw unreadable("a candle has no time", named);
    const mistaken = mistakenUnit(time) ?? (time < FIRST_CANDLE_MS ? "seconds" : undefined);
    if (mistaken !== undefined) {
      throw unreadable(`its times are no milliseconds but look like ${mistaken}`, named);
    }
    // A candle without prices says that nothing traded.
    if (typeof open !== "number" || typeof high !== "number") continue;
    if (typeof low !== "number" || typeof close !== "number") continue;
    byTime.set(time, { time, open, high, low, close, volume: volume ?? 0 });
  }
  return [...byTime.values()].sort((a, b) => a.time - b.time);
}

function unreadable(
  state: string,
  named: Pick<SourceErrorOptions, "source" | "series">,
): SourceError {
  return new SourceError(
    `the client gives candles that cannot be read (${state}), take one that gives ` +
      "[milliseconds, open, high, low, close, volume]",
    { ...named, code: "answer" },
  );
}

/** ccxt names its errors by classes. */
function clientError(
  cause: unknown,
  named: Pick<SourceErrorOptions, "source" | "series">,
): SourceError {
  const reason = cause instanceof Error ? cause.message.slice(0, 200) : String(cause);
  const kind = cause instanceof Error ? `${cause.name} ${cause.constructor.name}` : "";
  const [code, remedy] = /BadSymbol/.test(kind)
    ? ["unknown_series", "look the symbol up in the client's markets"] as const
    : /RateLimit|DDoS/.test(kind)
    ? ["limit", "try again in a few minutes"] as const
    : ["unreachable", "try again later"] as const;
  return new SourceError(`the client failed (${reason}), ${remedy}`, { ...named, code, cause });
}
