/**
 * Resolves names in a file to ids: tickers, sources, codes of series.
 * Called by the mapping of columns, and by `loadCsv` to make new names.
 * Never changes the row of a name that exists.
 *
 * @module
 */
export {};
