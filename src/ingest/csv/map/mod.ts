/**
 * The header and the caller's mapping become a plan, and each record rows by it: long or wide.
 * Called by `loadCsv`.
 * Never writes.
 *
 * @module
 */
export {};
