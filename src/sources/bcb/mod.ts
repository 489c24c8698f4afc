/**
 * SGS, the time series of Banco Central do Brasil: today's values in windows of ten years.
 * Called by the fetches.
 * Never takes the day of an observation for its release.
 *
 * @module
 */
export { bcb, type BcbOptions } from "./bcb.ts";
