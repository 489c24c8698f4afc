/**
 * SDMX services: the ECB with its history, Eurostat, the OECD, the BIS, the IMF, and others like them.
 * Called by the fetches.
 * Never reads more than one series at once.
 *
 * @module
 */
export { sdmx, type SdmxOptions } from "./sdmx.ts";
export type { SdmxPreset, SdmxService } from "./sdmx_service.ts";
