/**
 * The transaction of a load: locks, batches, retries where nothing can happen twice, one result.
 * Called by `insertRows`, `appendVintages` and `backfill`.
 * Never stores only a part of its rows, unless `commitEach` is set.
 *
 * @module
 */
export {};
