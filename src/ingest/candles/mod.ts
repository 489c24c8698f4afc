/**
 * What a backfill needs besides the writer: the grid of a timeframe, the fetched ranges, the
 * missing ones.
 * Called by `backfill`.
 * Never fetches: the caller's function does.
 *
 * @module
 */
export {};
