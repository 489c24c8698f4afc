import type { CurvePage, CurveSource, SeriesRequest, SourceContext } from "../source.ts";
import { SourceError } from "../source_error.ts";
import { askTable } from "../ask/ask_table.ts";
import { readYear } from "./read_year.ts";

/** Options of {@linkcode treasury}. */
export interface TreasuryOptions {
  /** Where the site begins; by default the real one. */
  readonly baseUrl?: string;
}

const ZONE = "America/New_York";
/** The year in which the par yield curve begins. */
const FIRST_YEAR = 1990;
const FILES = "resource-center/data-chart-center/interest-rates/daily-treasury-rates.csv";

/**
 * The US Treasury's daily par yield curve, `par`, with every tenor that it ever had. The current
 * year is read again at each fetch, if it changed, and corrected rates replace the former ones. A
 * day's curve is published in the evening in New York.
 *
 * @see https://home.treasury.gov/resource-center/data-chart-center/interest-rates
 */
export function treasury(options: TreasuryOptions = {}): CurveSource {
  const { baseUrl = "https://home.treasury.gov" } = options;
  return {
    name: "treasury",
    title: "US Treasury",
    baseUrl,
    authType: "none",
    ratePerMinute: 30,
    locale: "en-US",
    zone: ZONE,
    gives: "curve",
    describe(code) {
      if (code === "par") return Promise.resolve(PAR);
      return Promise.reject(
        new SourceError("the Treasury's curve that is read is called par, fetch that", {
          source: "treasury",
          series: code,
          code: "unknown_series",
        }),
      );
    },
    points: (request, context) => years(baseUrl.replace(/\/+$/, ""), request, context),
  };
}

const PAR = {
  name: "US Treasury par yield curve",
  curveId: "US_TREASURY_PAR",
  curveType: "par",
} as const;

async function* years(
  root: string,
  { code, cursor, since }: SeriesRequest,
  context: SourceContext,
): AsyncGenerator<CurvePage> {
  const current = Temporal.Instant.fromEpochMilliseconds(context.now.getTime())
    .toZonedDateTimeISO(ZONE).year;
  const first = Number((cursor ?? since)?.slice(0, 4) ?? FIRST_YEAR);
  let newest = cursor;
  for (let year = Math.max(first, FIRST_YEAR); year <= current; year++) {
    const url = new URL(`${root}/${FILES}/${year}/all`);
    url.search = new URLSearchParams({
      type: "daily_treasury_yield_curve",
      "field_tdr_date_value": String(year),
      page: "",
      _format: "csv",
    }).toString();
    const table = await askTable(context, url, {
      conditional: year === current,
      named: { source: "treasury", series: code },
    });
    if (table.status === 304) continue;
    const points = readYear(table, { year, series: code });
    for (const { curveDate } of points) {
      if (newest === undefined || curveDate > newest) newest = curveDate;
    }
    yield { points, ...(newest === undefined ? {} : { cursor: newest }) };
  }
}
