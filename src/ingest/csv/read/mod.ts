/**
 * Reads bytes as records: the file or pipe, its encoding, its delimiter, the lines before the data.
 * Called by `loadCsv` and the mapping of columns.
 * Never knows a table.
 *
 * @module
 */
export {};
