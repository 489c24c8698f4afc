import type { SourceFacts } from "../source.ts";

/** A service with SDMX's REST interface, `{baseUrl}/data/{flow}/{key}`, that gives CSV. */
export interface SdmxService extends Omit<SourceFacts, "authType"> {
  /** Query parameters of every request, such as those that ask for CSV. */
  readonly query?: Readonly<Record<string, string>>;
  /** Headers of every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it gives earlier versions with their validity, as the ECB with `includeHistory`. */
  readonly hasHistory?: boolean;
  /** Whether it takes `updatedAfter`. */
  readonly hasUpdates?: boolean;
  /** Where its flows and keys can be looked up. */
  readonly catalog?: string;
}

/** A service that is known by name. */
export type SdmxPreset = "ecb" | "eurostat" | "oecd" | "bis" | "imf";

const csv = "application/vnd.sdmx.data+csv";

/** The services that are known by name. */
export const sdmxServices: Readonly<Record<SdmxPreset, SdmxService>> = {
  ecb: {
    name: "ecb",
    title: "ECB",
    baseUrl: "https://data-api.ecb.europa.eu/service",
    ratePerMinute: 60,
    locale: "en-GB",
    zone: "Europe/Berlin",
    query: { format: "csvdata" },
    hasHistory: true,
    hasUpdates: true,
    catalog: "https://data.ecb.europa.eu",
  },
  eurostat: {
    name: "eurostat",
    title: "Eurostat",
    baseUrl: "https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1",
    ratePerMinute: 30,
    locale: "en-GB",
    zone: "Europe/Luxembourg",
    query: { format: "SDMX-CSV" },
    catalog: "https://ec.europa.eu/eurostat/databrowser",
  },
  oecd: {
    name: "oecd",
    title: "OECD",
    baseUrl: "https://sdmx.oecd.org/public/rest",
    // Its servers block callers after some dozens of requests an hour.
    ratePerMinute: 10,
    locale: "en-GB",
    zone: "Europe/Paris",
    query: { format: "csvfile" },
    hasUpdates: true,
    catalog: "https://data-explorer.oecd.org",
  },
  bis: {
    name: "bis",
    title: "BIS",
    baseUrl: "https://stats.bis.org/api/v1",
    ratePerMinute: 30,
    locale: "en-GB",
    zone: "Europe/Zurich",
    query: { format: "csv" },
    catalog: "https://data.bis.org",
  },
  imf: {
    name: "imf",
    title: "IMF",
    baseUrl: "https://api.imf.org/external/sdmx/2.1",
    ratePerMinute: 30,
    locale: "en-US",
    zone: "America/New_York",
    headers: { accept: csv },
    catalog: "https://data.imf.org",
  },
};
