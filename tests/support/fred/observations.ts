import { type FredAnswer, type FredItem, FredRefusal } from "./answer.ts";
import { type AskedSeries, askedSeries, type FredCatalog } from "./catalog.ts";
import { MAX_DATE } from "./history.ts";
import { page, pagedAnswer } from "./page.ts";
import { checkDate, choice, integer, observationPeriod, type Period } from "./parameters.ts";
import type { ValuePeriod } from "./value_periods.ts";

/** Answers `/fred/series/observations`. */
export function observations(parameters: URLSearchParams, catalog: FredCatalog): FredAnswer {
  const outputType = integer(parameters, "output_type", { usual: 1, min: 1, max: 4 });
  choice(parameters, "units", { values: ["lin"], usual: "lin" });
  const vintages = givenVintages(parameters);
  const asked = askedSeries(withPeriod(parameters, vintages), catalog);
  const { period } = asked;
  const dates = vintages ?? asked.archive.vintageDates.filter((day) => isIn(day, period));
  checkVintages(dates, { outputType, period, limit: catalog.limits.vintageDates });
  const seen = observationPeriod(parameters);
  const values = asked.archive.periods.filter(({ date, start, end }) =>
    isIn(date, seen) && start <= period.end && end >= period.start &&
    (vintages === null || vintages.some((day) => isIn(day, { start, end })))
  );
  const facts = {
    "realtime_start": period.start,
    "realtime_end": period.end,
    "observation_start": seen.start,
    "observation_end": seen.end,
    units: "lin",
    "output_type": outputType,
    "file_type": parameters.get("file_type") ?? "xml",
  };
  const limit = catalog.limits.observationsPage;
  const items = output(outputType, { values, dates, asked, isByVintage: vintages !== null });
  const found = page(items, parameters, { limit, orderBy: "observation_date" });
  return pagedAnswer("observations", facts, found);
}

interface Found {
  readonly values: readonly ValuePeriod[];
  readonly dates: readonly string[];
  readonly asked: AskedSeries;
  /** True if the request names vintage dates. */
  readonly isByVintage: boolean;
}

function output(outputType: number, found: Found): readonly FredItem[] {
  const { values, dates, asked: { period, archive, history } } = found;
  if (outputType === 1) return values.map((value) => clipped(value, period));
  if (outputType === 4) {
    const first = new Map(archive.periods.toReversed().map(({ date, start }) => [date, start]));
    return values
      .filter(({ date, start }) => start === first.get(date) && start >= period.start)
      .map((value) => clipped(value, period));
  }
  if (outputType === 3) {
    return wide(history.seriesId, values, (value) => dates.filter((day) => day === value.start));
  }
  const bounds = found.isByVintage ? [] : [period.start, period.end];
  const columns = new Set([...dates, ...bounds.filter((day) => day !== MAX_DATE)]);
  return wide(history.seriesId, values, (value) => [...columns].filter((day) => isIn(day, value)));
}

/** Clips the real-time period of a value to the requested one, as the server does. */
function clipped({ date, value, start, end }: ValuePeriod, period: Period): FredItem {
  return {
    "realtime_start": start < period.start ? period.start : start,
    "realtime_end": end > period.end ? period.end : end,
    date,
    value,
  };
}

/** Formats one row per date with one column per vintage; cells without a value are left out. */
function wide(
  seriesId: string,
  values: readonly ValuePeriod[],
  columnsOf: (value: ValuePeriod) => readonly string[],
): FredItem[] {
  const rows = new Map<string, Record<string, string>>();
  for (const value of values) {
    for (const day of columnsOf(value).toSorted()) {
      const row = rows.get(value.date) ?? { date: value.date };
      row[`${seriesId}_${day.replaceAll("-", "")}`] = value.value;
      rows.set(value.date, row);
    }
  }
  return [...rows.values()];
}

function checkVintages(
  dates: readonly string[],
  { outputType, period, limit }: {
    readonly outputType: number;
    readonly period: Period;
    readonly limit: number;
  },
): void {
  const span = `${period.start} to ${period.end}`;
  if (dates.length === 0 && outputType !== 1) {
    throw new FredRefusal(`No vintage dates exist for the specified real-time period: ${span}.`);
  }
  if (dates.length <= limit) return;
  throw new FredRefusal(
    `There are ${dates.length} vintage dates in the specified real-time period: ${span}.  This exceeds the maximum number of vintage dates allowed for this file type (${limit}).`,
  );
}

function givenVintages(parameters: URLSearchParams): readonly string[] | null {
  const text = parameters.get("vintage_dates");
  if (text === null) return null;
  return text.split(",").map((day) => checkDate(day, "vintage_dates")).sort();
}

/**
 * Returns the period from the first to the last vintage date, which replaces the real-time period.
 */
function withPeriod(
  parameters: URLSearchParams,
  vintages: readonly string[] | null,
): URLSearchParams {
  const [first] = vintages ?? [];
  const changed = new URLSearchParams(parameters);
  if (first === undefined) return changed;
  changed.set("realtime_start", first);
  changed.set("realtime_end", vintages?.at(-1) ?? first);
  return changed;
}

function isIn(day: string, { start, end }: Period): boolean {
  return start <= day && day <= end;
}
