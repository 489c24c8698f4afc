/**
 * Candles of every timeframe, as continuous aggregates, or as plain views if the server has none.
 * Called by the schema, the market reads and the backfill.
 * Never imports what reads or writes.
 *
 * @module
 */
export {};
