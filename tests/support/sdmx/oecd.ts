import { dimensionsOf, type Publisher } from "./publisher.ts";

/**
 * The OECD (`sdmx.oecd.org/public/rest`).
 *
 * - The flow is `agency,flow,version` in the path. `format=csvfile` is SDMX-CSV 2.0: `STRUCTURE`,
 *   `STRUCTURE_ID`, `ACTION` (`I`), the dimensions, `TIME_PERIOD`, `OBS_VALUE`, `OBS_STATUS` and
 * more.
 * - A suppressed value is `NaN`. The order of rows is not documented; here the newest come first.
 * - `updatedAfter` works as in .Stat Suite, the server's software. Without a match: 404.
 */
export const oecd: Publisher = {
  path: /^\/public\/rest\/data\/[^,/]+,(?<flow>[^,/]+)(?:,[^,/]*)?(?:\/(?<key>[^/]*))?$/,
  knowsUpdates: true,
  knowsHistory: false,
  lineEnd: "\n",
  isCsv: ({ parameters, headers }) =>
    parameters.get("format") === "csvfile" ||
    (headers.get("accept") ?? "").includes("application/vnd.sdmx.data+csv"),
  table: (found) => {
    const rows = found.current.toReversed().map(({ series, period, value, status }) => [
      "DATAFLOW",
      `${series.agency ?? "OECD"}:${series.flow}(${series.version ?? "1.0"})`,
      "I",
      ...Object.values(series.dimensions),
      period,
      value || "NaN",
      status || "A",
      series.unit,
      "2",
    ]);
    const names = ["STRUCTURE", "STRUCTURE_ID", "ACTION", ...dimensionsOf(found)];
    const rest = ["TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "UNIT_MEASURE", "DECIMALS"];
    return [[...names, ...rest], ...rows];
  },
  nothing: () => new Response("NoRecordsFound", { status: 404 }),
};
