/**
 * Parquet and Arrow files as lines of cells: exact texts, group of rows by group of rows.
 * Called by `loadCsv`, whose mapping and writers take them as lines of CSV.
 * Never rounds a value, nor guesses a zone.
 *
 * @module
 */
export { columnarKind, openColumnar } from "./open_columnar.ts";
export type { ColumnarKind, ColumnarLine, ColumnarReader } from "./columnar_reader.ts";
