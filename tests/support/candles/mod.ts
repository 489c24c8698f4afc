/**
 * A stand-in for an exchange on loopback, and a client of it with ccxt's `fetchOHLCV`.
 *
 * @module
 */
export { type ExchangeHabits, exchangeStandIn, ohlcvClient } from "./exchange_stand_in.ts";
export { minutes } from "./minutes.ts";
