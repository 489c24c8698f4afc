/**
 * A stand-in for the time series of Banco Central do Brasil on loopback.
 *
 * @module
 */
export { type BcbSeries, bcbStandIn } from "./bcb_stand_in.ts";
export { realBcbSeries } from "./real_series.ts";
