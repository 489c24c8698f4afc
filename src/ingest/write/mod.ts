/**
 * The transaction of a load: locks, batches, repetition where nothing can happen twice, one result.
 * Called by `insertRows`, `appendVintages` and `backfill`.
 * Never stores a part of what it was given, unless `commitEach` asks for it.
 *
 * @module
 */
export {};
