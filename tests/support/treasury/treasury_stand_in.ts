import { StandIn, type StandInOptions, type StandInRequest } from "../stand_in/mod.ts";
import { columnsOf } from "./tenor_columns.ts";

/**
 * The par yields of a day by column name, such as `10 Yr`; tenors that are not quoted are left out.
 */
export interface CurveDay {
  readonly day: string;
  readonly yields: Readonly<Record<string, string>>;
}

/**
 * Starts a server on loopback that stands in for the daily par yield curve of the US Treasury
 * (`home.treasury.gov/resource-center/data-chart-center/interest-rates`). It is not the real
 * service, but keeps these rules of it:
 *
 * - `daily-treasury-rates.csv/{year}/all?type=daily_treasury_yield_curve&…&_format=csv` returns a
 *   year: dates as MM/DD/YYYY, newest first, names of tenors in quotes.
 * - The columns are the tenors that the Treasury quoted at the end of that year: `1 Mo` since July
 *   2001, `2 Mo` since October 2018, `4 Mo` since October 2022, `1.5 Month` since February 2025. A
 *   tenor that was not quoted on a day is an empty cell: `20 Yr` before October 1993, `30 Yr` from
 *   February 2002 to February 2006. The headers of 2023, 2024 and 2026 are from archived files;
 *   those of older years are derived from the days on which tenors were introduced.
 * - A day's curve is published in the evening in New York, here at 18:00.
 * - A year that has not been published yet is an empty body with status 200.
 *
 * It has no other `type`, and answers it with 404.
 */
export function treasuryStandIn(
  days: readonly CurveDay[],
  options: StandInOptions = {},
): StandIn {
  const { now = () => new Date() } = options;
  return new StandIn({
    answer: (request) => answer(request, days.filter(({ day }) => isPublished(day, now()))),
    refuse: () => new Response("Too Many Requests", { status: 429 }),
  }, options);
}

const folder = "/resource-center/data-chart-center/interest-rates/daily-treasury-rates.csv";

function answer(
  { endpoint, parameters }: StandInRequest,
  published: readonly CurveDay[],
): Response {
  const [, year] = /^\/(\d{4})\/all$/.exec(endpoint.replace(folder, "")) ?? [];
  const isKnown = endpoint.startsWith(folder) && year !== undefined &&
    parameters.get("type") === "daily_treasury_yield_curve" && parameters.get("_format") === "csv";
  if (!isKnown) return new Response("<html>Page not found</html>", { status: 404 });
  const rows = published.filter(({ day }) => day.startsWith(year))
    .toSorted((a, b) => a.day < b.day ? 1 : -1);
  return new Response(rows.length === 0 ? "" : write(rows, columnsOf(Number(year))), {
    headers: { "content-type": "text/csv; charset=UTF-8" },
  });
}

function write(rows: readonly CurveDay[], columns: readonly string[]): string {
  const header = ["Date", ...columns.map((name) => `"${name}"`)];
  const lines = rows.map(({ day, yields }) => {
    const [year, month, date] = day.split("-");
    return [`${month}/${date}/${year}`, ...columns.map((name) => yields[name] ?? "")];
  });
  return [header, ...lines].map((cells) => `${cells.join(",")}\n`).join("");
}

function isPublished(day: string, now: Date): boolean {
  const evening = Temporal.PlainDate.from(day)
    .toZonedDateTime({ timeZone: "America/New_York", plainTime: "18:00" });
  return evening.epochMilliseconds <= now.getTime();
}
