/**
 * A stand-in for FRED and ALFRED on loopback, histories as its input, and a simple reading of a
 * history with which answers are compared.
 *
 * @module
 */
export { dailyHistory, type DailyHistoryOptions } from "./daily_history.ts";
export { fredKey, fredStandIn, type FredStandInOptions } from "./fred_stand_in.ts";
export type { FredLimits } from "./catalog.ts";
export { type FredHistory, type FredVintage, MAX_DATE, MIN_DATE } from "./history.ts";
export { knownOn } from "./known_on.ts";
export { anyHistory } from "./random_history.ts";
export { realVintages } from "./real_vintages.ts";
