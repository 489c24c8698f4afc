/**
 * FRED and ALFRED: every vintage of a series, in windows that its limits allow.
 * Called by the fetches.
 * Never takes a window's edge for a release.
 *
 * @module
 */
export { fred, type FredOptions } from "./fred.ts";
export type { FredLimits } from "./fred_api.ts";
export { type ReleaseHour, releaseHours } from "./release_hours.ts";
