/**
 * Candles from any client with ccxt's `fetchOHLCV`, taken by its structure.
 * Called by the fetches.
 * Never takes an answer that ends early for silence.
 *
 * @module
 */
export { candleSource, type CandleSourceOptions } from "./candle_source.ts";
export type { OhlcvClient, OhlcvTuple } from "./ohlcv_client.ts";
