import type { NewDataSource, NewInstrument } from "../schema/mod.ts";

/** The sources of the sample. */
export const sampleSources: readonly NewDataSource[] = [
  {
    name: "ALFRED",
    baseUrl: "https://api.stlouisfed.org/fred",
    authType: "api_key",
    rateLimitPerMinute: 120,
    defaultLocale: "en-US",
    notes: "Federal Reserve Bank of St. Louis: FRED with its vintages",
  },
  {
    name: "US Treasury",
    baseUrl: "https://home.treasury.gov",
    authType: "none",
    defaultLocale: "en-US",
    notes: "Daily par yield curve",
  },
  {
    name: "BCB SGS",
    baseUrl: "https://api.bcb.gov.br/dados/serie",
    authType: "none",
    defaultLocale: "pt-BR",
    notes: "Banco Central do Brasil; at most ten years of daily data a request",
  },
  {
    name: "Coinbase",
    baseUrl: "https://api.exchange.coinbase.com",
    authType: "none",
    rateLimitPerMinute: 600,
    defaultLocale: "en-US",
  },
];

/** The instruments of the sample. */
export const sampleInstruments: readonly NewInstrument[] = [
  {
    ticker: "BTC-USD",
    name: "Bitcoin in US dollars",
    assetClass: "crypto",
    country: "GLOBAL",
    currency: "USD",
    exchange: "coinbase",
  },
];
