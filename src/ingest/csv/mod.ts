/**
 * Loads CSV files as they are published: the function `loadCsv` and the `load` task.
 * Called by the ingest entry. A line passes `read`, `mapping`, `cells`, `names` and `map`.
 * Never writes by itself: rows go through the same writers as all other rows.
 *
 * @module
 */
export {};
