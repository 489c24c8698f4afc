/**
 * From bytes to records: the file or pipe, its encoding, its delimiter, the lines that are no data.
 * Called by `loadCsv` and the mapping of columns.
 * Never knows a table.
 *
 * @module
 */
export {};
