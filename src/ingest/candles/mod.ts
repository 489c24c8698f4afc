/**
 * What a backfill needs beside the writer: a timeframe's grid, the ranges fetched, those missing.
 * Called by `backfill`.
 * Never fetches: the caller's function does.
 *
 * @module
 */
export {};
