import { dimensionsOf, type Publisher } from "./publisher.ts";

/**
 * The Bank for International Settlements (`stats.bis.org/api`), versions 1 and 2 of its paths.
 *
 * - `format=csv` has the dimensions, attributes (one is a quoted text with commas), `TIME_PERIOD`,
 *   `OBS_VALUE`, `OBS_STATUS`, `OBS_CONF` and `OBS_PRE_BREAK`; with `detail=dataonly` only the
 *   dimensions, period and value. Rows have no key and no dataflow.
 * - A day without a value, such as a weekend, is a row with `NaN` and the status `M`.
 * - No history. Without a match: 404.
 */
export const bis: Publisher = {
  path:
    /^\/api\/(?:v1\/data\/(?:[^/]*,)?|v2\/data\/dataflow\/BIS\/)(?<flow>[^/,]+)(?:\/[\d.]+)?\/(?<key>[^/]*)(?:\/all)?$/,
  knowsUpdates: false,
  knowsHistory: false,
  lineEnd: "\n",
  isCsv: ({ parameters }) => /^csv(file)?$/.test(parameters.get("format") ?? ""),
  table: (found) => {
    const { isDataOnly } = found.query;
    const rows = found.current.map(({ series, period, value, status }) => {
      const before = isDataOnly ? [] : [series.unit, "0", "2", series.title];
      const after = isDataOnly ? [] : [status || (value === "" ? "M" : "A"), "F", ""];
      return [...Object.values(series.dimensions), ...before, period, value || "NaN", ...after];
    });
    const before = isDataOnly ? [] : ["UNIT_MEASURE", "UNIT_MULT", "DECIMALS", "TITLE"];
    const after = isDataOnly ? [] : ["OBS_STATUS", "OBS_CONF", "OBS_PRE_BREAK"];
    return [[...dimensionsOf(found), ...before, "TIME_PERIOD", "OBS_VALUE", ...after], ...rows];
  },
  nothing: () => new Response("No data found", { status: 404 }),
};
