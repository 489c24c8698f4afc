import { isWildcard } from "./query.ts";
import type { Change } from "./query.ts";
import { dimensionsOf, type Found, type Publisher } from "./publisher.ts";

/**
 * The ECB Data Portal (`data-api.ecb.europa.eu/service`), help: data.ecb.europa.eu/help/api/data.
 *
 * - `format=csvdata` has `KEY`, the dimensions, `TIME_PERIOD`, `OBS_VALUE` and attributes; a
 *   missing
 *   value is an empty cell with a status. `detail=dataonly` leaves out the attributes.
 * - `includeHistory=true` adds `ACTION`, `VALID_FROM` and `VALID_TO` at the end: a log of changes.
 *   `Replace` has `VALID_FROM`, `Delete` has `VALID_TO` and no value; deletions come last. There
 * are
 *   no deletions for a key with a wildcard. `asOf` is ignored. All this was observed by users in
 * 2026;
 *   SDMX-CSV itself has no columns for the validity (sdmx-twg/sdmx-csv #33).
 * - Instants have the offset of Frankfurt. Without a match: 404.
 * - `Last-Modified`, and 304 to `If-Modified-Since`.
 */
export const ecb: Publisher = {
  path: /^\/service\/data\/(?<flow>[^/]+)(?:\/(?<key>[^/]*))?$/,
  knowsUpdates: true,
  knowsHistory: true,
  lineEnd: "\r\n",
  isCsv: ({ parameters, headers }) =>
    parameters.get("format") === "csvdata" || (headers.get("accept") ?? "").includes("text/csv"),
  table: (found) => {
    const { query, current, changes } = found;
    const history = query.includeHistory ? ["ACTION", "VALID_FROM", "VALID_TO"] : [];
    const more = query.isDataOnly ? [] : attributes;
    const names = ["KEY", ...dimensionsOf(found), "TIME_PERIOD", "OBS_VALUE", ...more, ...history];
    if (!query.includeHistory) return [names, ...current.map((one) => row(one, found))];
    const replaced = changes.filter(({ value }) => value !== null);
    const deleted = changes.filter(({ value }) => value === null);
    return [
      names,
      ...replaced.map((one) => [...row(one, found), "Replace", frankfurt(one.at), ""]),
      ...(isWildcard(query.key) ? [] : deleted)
        .map((one) => [...row(one, found), "Delete", "", frankfurt(one.at)]),
    ];
  },
  nothing: () => new Response("No results found.", { status: 404 }),
};

const attributes = [
  "OBS_STATUS",
  "OBS_CONF",
  "OBS_PRE_BREAK",
  "OBS_COM",
  "DECIMALS",
  "TITLE",
  "UNIT",
];

function row({ series, period, value, status }: Change, { query }: Found): string[] {
  const codes = Object.values(series.dimensions);
  const shown = value === null
    ? attributes.map(() => "")
    : [status || (value === "" ? "M" : "A"), "F", "", "", "2", series.title, series.unit];
  const key = [series.flow, ...codes].join(".");
  return [key, ...codes, period, value ?? "", ...(query.isDataOnly ? [] : shown)];
}

function frankfurt(at: string): string {
  const time = Temporal.Instant.from(at).toZonedDateTimeISO("Europe/Berlin");
  return time.toString({ timeZoneName: "never", smallestUnit: "millisecond" });
}
