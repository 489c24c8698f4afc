import type { CustomTypesConfig } from "pg";

/** How a row is decoded. */
export interface DecodeOptions {
  /** The parsers that node-postgres would use. */
  readonly types: CustomTypesConfig;
  /** Whether the values are the server's text, which deno-postgres has not decoded. */
  readonly givesText: boolean;
}

const DATE = 1082;
const TIMESTAMP = 1114;
const INT8 = 20;
const TEXTS = new Set([DATE, TIMESTAMP, 1184, INT8, 701, 1700]);

/** Decodes the values of a row as node-postgres does. */
export function decodeRow(
  row: readonly unknown[],
  columns: readonly { readonly typeOid: number }[],
  options: DecodeOptions,
): unknown[] {
  return row.map((value, i) => decodeValue(value, columns[i]?.typeOid ?? 0, options));
}

function decodeValue(value: unknown, oid: number, { givesText, types }: DecodeOptions): unknown {
  if (value === null || value === undefined) return null;
  // as: the driver's overloads require an enumeration of oids.
  const parse = types.getTypeParser as (oid: number, format: string) => (text: string) => unknown;
  if (givesText) return typeof value === "string" ? parse(oid, "text")(value) : value;
  // deno-postgres has decoded it: convert it back to text where node-postgres decodes differently.
  const element = elements.get(oid);
  if (element !== undefined) return parse(oid, "text")(listText(value, element));
  return TEXTS.has(oid) ? parse(oid, "text")(textOf(value, oid)) : value;
}

const elements = new Map([[1182, DATE], [1115, TIMESTAMP], [1185, 1184], [1016, INT8]]);

function listText(value: unknown, element: number): string {
  if (value === null) return "NULL";
  if (Array.isArray(value)) return `{${value.map((one) => listText(one, element)).join(",")}}`;
  const text = textOf(value, element);
  return text.includes(" ") ? `"${text}"` : text;
}

function textOf(value: unknown, oid: number): string {
  if (value === Infinity) return "infinity";
  if (value === -Infinity) return "-infinity";
  if (!(value instanceof Date)) return String(value);
  if (oid === DATE) return value.toISOString().slice(0, 10);
  if (oid === TIMESTAMP) return localText(value);
  return `${trimZeros(value.toISOString().replace("T", " ").slice(0, -1))}+00`;
}

/** The driver reads `timestamp` in the machine's time zone, so it is formatted in that zone. */
function localText(date: Date): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  const year = String(date.getFullYear()).padStart(4, "0");
  const day = [year, two(date.getMonth() + 1), two(date.getDate())].join("-");
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  return trimZeros(`${day} ${time}.${String(date.getMilliseconds()).padStart(3, "0")}`);
}

function trimZeros(text: string): string {
  return text.replace(/\.?0*$/, "");
}
