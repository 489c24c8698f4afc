// The schema users of this package give to drizzle-kit: tables, and aggregates as existing views.
export * from "../../src/schema/mod.ts";
export { candles1d, candles1h, candles5m } from "../../src/market/mod.ts";
