/**
 * The formats of answers: CSV, JSON lines, Parquet and Arrow, from columns to bytes.
 * Called by export and serve.
 * Never holds more than a group of rows, nor loads a library whose format is not asked for.
 *
 * @module
 */
export type { Format, FormatName } from "./format.ts";
export { formatNamed, formatNames, formatOfFile } from "./format_named.ts";
export { jsonLineWriter } from "./json_lines.ts";
