import { pg } from "../base/driver/mod.ts";
import type { CustomTypesConfig } from "pg";

/**
 * Parsers for the results of this package's pools, set per pool and never for the whole process.
 * `date` and `interval` stay the server's text, `timestamp` is read as UTC, `timestamptz` becomes a
 * `Date`, and `numeric` and `bigint` stay text so that no digit is lost. By default the driver
 * would read `date` and `timestamp` in the machine's time zone.
 */
export const typeParsers: CustomTypesConfig = {
  // as: pg-types declares an overload per type and format; this table holds text parsers only.
  getTypeParser: ((oid: number, format: string = "text") => {
    const own = format === "text" ? parsers.get(oid) : undefined;
    return own ?? parserOf(oid, format);
  }) as CustomTypesConfig["getTypeParser"],
};

type Parser = (text: string) => unknown;

// as: pg-types types the oid as an enumeration that lacks the arrays.
const parserOf = pg.types.getTypeParser as (oid: number, format: string) => Parser;

const DATE = 1082;
const DATE_ARRAY = 1182;
const TEXT_ARRAY = 1009;
const TIMESTAMP = 1114;
const TIMESTAMP_ARRAY = 1115;
const TIMESTAMPTZ = 1184;
const INTERVAL = 1186;

const asText: Parser = (text) => text;
const readTextArray = parserOf(TEXT_ARRAY, "text");
// The driver's own parser handles infinity, years BC and years past 9999.
const readTimestamptz = parserOf(TIMESTAMPTZ, "text");

const parsers = new Map<number, Parser>([
  [DATE, asText],
  [DATE_ARRAY, readTextArray],
  [INTERVAL, asText],
  [TIMESTAMP, readTimestamp],
  [TIMESTAMP_ARRAY, (text) => readTimestamps(readTextArray(text))],
]);

function readTimestamp(text: string): unknown {
  if (text.endsWith("infinity")) return readTimestamptz(text);
  return readTimestamptz(text.endsWith(" BC") ? `${text.slice(0, -3)}+00 BC` : `${text}+00`);
}

function readTimestamps(items: unknown): unknown {
  if (Array.isArray(items)) return items.map(readTimestamps);
  return typeof items === "string" ? readTimestamp(items) : items;
}
