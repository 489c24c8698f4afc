import { sdmx, type SdmxPreset, type SeriesSource } from "../../src/sources/mod.ts";
import type { StandIn } from "../support/stand_in/mod.ts";

const roots: Readonly<Record<SdmxPreset, string>> = {
  ecb: "/service",
  eurostat: "/eurostat/api/dissemination/sdmx/2.1",
  oecd: "/public/rest",
  bis: "/api/v1",
  imf: "/external/sdmx/2.1",
};

/** A source that asks a stand-in. */
export function sourceOf(name: SdmxPreset, { url }: StandIn): SeriesSource {
  return sdmx(name, { baseUrl: `${url}${roots[name]}` });
}

/** When most of these tests take place. */
export const june = new Date("2026-06-15T12:00:00Z");
