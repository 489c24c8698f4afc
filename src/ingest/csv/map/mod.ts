/**
 * Makes a plan from the header and the mapping, and rows from each record, long or wide.
 * Called by `loadCsv`.
 * Never writes.
 *
 * @module
 */
export {};
