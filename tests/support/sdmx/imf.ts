import { dimensionsOf, type Found, type Publisher } from "./publisher.ts";

/**
 * The International Monetary Fund (`api.imf.org/external/sdmx`), versions 2.1 and 3.0 of its paths.
 *
 * - CSV if `Accept` is `application/vnd.sdmx.data+csv`. 2.1 has `DATAFLOW`, the dimensions,
 *   `TIME_PERIOD`, `OBS_VALUE` and attributes; 3.0 begins with `STRUCTURE`, `STRUCTURE_ID`,
 * `ACTION`.
 * - Months are written `2024-M05`.
 * - In 3.0, periods are requested as `c[TIME_PERIOD]=ge:2010-01+le:2020-12`.
 * - Without a match, for example for a wrong code: status 200, and one row with only the dataflow.
 */
export const imf: Publisher = {
  path:
    /^\/external\/sdmx\/(?:2\.1\/data\/[^,/]+,|3\.0\/data\/dataflow\/[^/]+\/)(?<flow>[^,/]+)(?:[,/][\d.+]+)?(?:\/(?<key>[^/]*))?$/,
  knowsUpdates: false,
  knowsHistory: false,
  lineEnd: "\n",
  isCsv: ({ headers }) => (headers.get("accept") ?? "").includes("application/vnd.sdmx.data+csv"),
  table: (found) => {
    const rows = found.current.map(({ series, period, value, status }) => [
      ...dataflow(
        found,
        `${series.agency ?? "IMF.STA"}:${series.flow}(${series.version ?? "1.0"})`,
      ),
      ...Object.values(series.dimensions),
      period.replace(/^(\d{4})-(\d{2})$/, "$1-M$2"),
      value ?? "",
      ...(found.query.isDataOnly ? [] : ["0", status]),
    ]);
    return [[...dataflowNames(found), ...dimensionsOf(found), ...rest(found)], ...rows];
  },
  nothing: (found) => {
    const names = [...dataflowNames(found), ...rest(found)];
    const id = dataflow(found, `IMF.STA:${found.query.flow}(1.0)`);
    const row = [...id, ...names.slice(id.length).map(() => "")];
    return new Response(`${names.join(",")}\n${row.join(",")}\n`, {
      headers: { "content-type": "application/vnd.sdmx.data+csv" },
    });
  },
};

function dataflowNames(found: Found): string[] {
  return isThird(found) ? ["STRUCTURE", "STRUCTURE_ID", "ACTION"] : ["DATAFLOW"];
}

function dataflow(found: Found, id: string): string[] {
  return isThird(found) ? ["dataflow", id, "R"] : [id];
}

function rest({ query }: Found): string[] {
  return ["TIME_PERIOD", "OBS_VALUE", ...(query.isDataOnly ? [] : ["SCALE", "STATUS"])];
}

function isThird({ request }: Found): boolean {
  return request.endpoint.startsWith("/external/sdmx/3.0/");
}
