// What this package's users give to drizzle-kit: its tables, and its aggregates as existing views.
export * from "../../src/schema/mod.ts";
export { candles1d, candles1h, candles5m } from "../../src/market/mod.ts";
