/**
 * Names in a file become ids: tickers, sources, codes of series.
 * Called by the mapping of columns, for each name once.
 * Never changes what is stored under a name that is there.
 *
 * @module
 */
export {};
