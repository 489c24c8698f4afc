/**
 * Stand-ins for SDMX services on loopback: ECB, Eurostat, OECD, BIS, IMF.
 *
 * @module
 */
export { knownAt } from "./known_at.ts";
export { type SdmxPublisher, sdmxStandIn } from "./sdmx_stand_in.ts";
export type { SdmxSeries, SdmxVintage } from "./series.ts";
export { realSdmxSeries, seriesOfHistory } from "./series_of_history.ts";
