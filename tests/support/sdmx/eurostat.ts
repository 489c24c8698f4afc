import { dimensionsOf, type Publisher } from "./publisher.ts";

/**
 * Eurostat (`ec.europa.eu/eurostat/api/dissemination/sdmx/2.1`).
 *
 * - `format=SDMX-CSV` has `DATAFLOW`, `LAST UPDATE` (dd/mm/yy and the time in Brussels), dimensions
 *   in lower case, `TIME_PERIOD`, `OBS_VALUE`, `OBS_FLAG` (`p`, `e`, `b`; several are joined: `bd`)
 *   and `CONF_STATUS`. Lines end with CRLF. A missing value is an empty cell.
 * - There is no history, only the newest value. Without a match: 404.
 */
export const eurostat: Publisher = {
  path: /^\/eurostat\/api\/dissemination\/sdmx\/2\.1\/data\/(?<flow>[^/]+)(?:\/(?<key>[^/]*)\/?)?$/,
  knowsUpdates: false,
  knowsHistory: false,
  lineEnd: "\r\n",
  isCsv: ({ parameters }) => /^SDMX-CSV$/i.test(parameters.get("format") ?? ""),
  table: (found) => {
    const dimensions = dimensionsOf(found).map((name) => name.toLowerCase());
    const rest = ["TIME_PERIOD", "OBS_VALUE", "OBS_FLAG", "CONF_STATUS"];
    const rows = found.current.map(({ series, period, value, status }) => [
      `ESTAT:${series.flow.toUpperCase()}(1.0)`,
      brussels(found.updated),
      ...Object.values(series.dimensions),
      period,
      value ?? "",
      status,
      "",
    ]);
    return [["DATAFLOW", "LAST UPDATE", ...dimensions, ...rest], ...rows];
  },
  nothing: () => new Response("No results found", { status: 404 }),
};

function brussels(at: string): string {
  const time = Temporal.Instant.from(at).toZonedDateTimeISO("Europe/Brussels");
  const [year = "", month, day] = time.toPlainDate().toString().split("-");
  return `${day}/${month}/${year.slice(2)} ${
    time.toPlainTime().toString({ smallestUnit: "second" })
  }`;
}
