import type { FredAnswer, FredItem } from "./answer.ts";
import { always, type AskedSeries, askedSeries, type FredCatalog } from "./catalog.ts";
import type { FredHistory } from "./history.ts";
import { page, pagedAnswer } from "./page.ts";
import { integer, type Period, realtimePeriod } from "./parameters.ts";
import { archiveOn } from "./value_periods.ts";

/** Answers `/fred/series`. */
export function series(parameters: URLSearchParams, catalog: FredCatalog): FredAnswer {
  const asked = askedSeries(parameters, catalog);
  return { facts: realtime(asked.period), list: "seriess", items: [description(asked)] };
}

/** Answers `/fred/series/release`. */
export function seriesRelease(parameters: URLSearchParams, catalog: FredCatalog): FredAnswer {
  const { history, period } = askedSeries(parameters, catalog);
  const { releaseId: id, releaseName: name } = history;
  const release = { id, ...realtime(period), name, "press_release": true };
  return { facts: realtime(period), list: "releases", items: [release] };
}

/** Answers `/fred/series/vintagedates`. */
export function vintageDates(parameters: URLSearchParams, catalog: FredCatalog): FredAnswer {
  const { archive, period } = askedSeries(parameters, catalog, always);
  const dates = archive.vintageDates.filter((day) => period.start <= day && day <= period.end);
  const limit = catalog.limits.vintageDatesPage;
  const found = page(dates, parameters, { limit, orderBy: "vintage_date" });
  return pagedAnswer("vintage_dates", realtime(period), found);
}

/** Answers `/fred/series/updates`: series changed within two weeks, newest first. */
export function seriesUpdates(parameters: URLSearchParams, catalog: FredCatalog): FredAnswer {
  const { histories, today } = catalog;
  const period = realtimePeriod(parameters, { today, otherwise: { start: today, end: today } });
  const oldest = Temporal.PlainDate.from(today).subtract({ days: 14 }).toString();
  const minute = (name: string, usual: number) =>
    integer(parameters, name, { usual, min: 0, max: 1e12 });
  const [from, to] = [minute("start_time", 0), minute("end_time", 1e12)];
  const updated = histories
    .map((history) => description({ history, archive: archiveOn(history, today), period }))
    .filter(({ "last_updated": at }) => {
      const time = Number(at.slice(0, 16).replaceAll(/\D/g, ""));
      return at >= oldest && at.slice(0, 10) <= today && from <= time && time <= to;
    })
    .sort((a, b) => a.last_updated < b.last_updated ? 1 : -1);
  const found = page(updated, parameters, { limit: 1000, orderBy: "last_updated", order: "desc" });
  const filter = { "filter_variable": "geography", "filter_value": "all" };
  return pagedAnswer("seriess", { ...realtime(period), ...filter }, found);
}

/** The facts of a real-time period. */
export function realtime(
  { start, end }: Period,
): { "realtime_start": string; "realtime_end": string } {
  return { "realtime_start": start, "realtime_end": end };
}

function description(asked: AskedSeries): FredItem & { readonly "last_updated": string } {
  const { history, archive, period } = asked;
  const dates = archive.periods.filter(({ start, end }) =>
    start <= period.end && end >= period.start
  ).map(({ date }) => date);
  const short = (text: string) => text.split(/[ ,]+/).map(([letter]) => letter).join("");
  return {
    id: history.seriesId,
    ...realtime(period),
    title: history.title,
    "observation_start": dates[0] ?? "",
    "observation_end": dates.at(-1) ?? "",
    frequency: history.frequency,
    "frequency_short": short(history.frequency),
    units: history.units,
    "units_short": history.units,
    "seasonal_adjustment": history.seasonalAdjustment,
    "seasonal_adjustment_short": short(history.seasonalAdjustment),
    "last_updated": history.lastUpdated ?? morningOf(history, archive.vintageDates.at(-1)),
    popularity: 50,
  };
}

/** Formats the time of an update as FRED does, with the offset of St. Louis on that day. */
function morningOf(history: FredHistory, day: string | undefined): string {
  const date = Temporal.PlainDate.from(day ?? history.vintages[0]?.vintageDate ?? "1776-07-04");
  const time = date.toZonedDateTime({ timeZone: "America/Chicago", plainTime: "07:31:02" });
  return `${date} 07:31:02${time.offset.slice(0, 3)}`;
}
