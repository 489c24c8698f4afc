/**
 * The formats of answers: CSV, JSON lines, Parquet and Arrow, from columns to bytes; Parquet also back.
 * Called by export, serve and the archive.
 * Never holds more than a group of rows, nor loads a library whose format is not asked for.
 *
 * @module
 */
export type { Format, FormatName } from "./format.ts";
export { formatNamed, formatNames, formatOfFile } from "./format_named.ts";
export { jsonLinesOf, jsonLineWriter } from "./json_lines.ts";
export type { ParquetOptions } from "./parquet.ts";
export { type ParquetFile, readParquet } from "./read_parquet.ts";
