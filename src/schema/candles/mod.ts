/**
 * Candles of every timeframe, as continuous aggregates or as plain views where the server has none.
 * Called by the schema, the reads of markets and the backfill.
 * Never imports what reads or writes.
 *
 * @module
 */
export {};
