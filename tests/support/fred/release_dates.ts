import { type FredAnswer, FredRefusal } from "./answer.ts";
import { always, type FredCatalog } from "./catalog.ts";
import { page, pagedAnswer } from "./page.ts";
import { choice, integer, realtimePeriod } from "./parameters.ts";
import { realtime } from "./series.ts";

/**
 * Answers `/fred/release/dates`. Without `include_release_dates_with_no_data=true` it leaves out
 * future dates, and those on which the source published nothing.
 */
export function releaseDates(parameters: URLSearchParams, catalog: FredCatalog): FredAnswer {
  const { histories, today } = catalog;
  const id = integer(parameters, "release_id", { usual: 0, min: 0, max: 1e6 });
  const found = histories.filter(({ releaseId }) => releaseId === id);
  if (found.length === 0) throw new FredRefusal("The release does not exist.");
  const { start, end } = realtimePeriod(parameters, { today, otherwise: always });
  const isWhole = choice(parameters, "include_release_dates_with_no_data", {
    values: ["true", "false"],
    usual: "false",
  });
  const published = found.flatMap(({ vintages }) => vintages)
    .map(({ vintageDate }) => vintageDate).filter((day) => day <= today);
  const scheduled = found.flatMap(({ scheduledDates = [] }) => scheduledDates);
  const dates = new Set(isWhole === "true" ? [...published, ...scheduled] : published);
  const asked = [...dates].filter((day) => start <= day && day <= end).sort();
  const paged = page(asked, parameters, { limit: 10_000, orderBy: "release_date" });
  const items = paged.items.map((date) => ({ "release_id": id, date }));
  return pagedAnswer("release_dates", realtime({ start, end }), { ...paged, items });
}
