import type { SourceContext } from "../source.ts";
import { SourceError } from "../source_error.ts";
import { askFred, type FredAccess, vintageDatesSchema } from "./fred_api.ts";
import { isWhole } from "./whole_list.ts";

/** The most vintage dates that FRED gives at once. */
const PAGE = 10_000;

/**
 * Fetches the vintage dates of a series from a day on, oldest first; undefined if ALFRED does not
 * archive the series, as some private publishers demand.
 */
export async function vintageDates(
  context: SourceContext,
  since: string,
  access: FredAccess,
): Promise<readonly string[] | undefined> {
  try {
    return await allDates(context, since, access);
  } catch (error) {
    if (error instanceof SourceError && /not exist in ALFRED/i.test(error.message)) {
      return undefined;
    }
    throw error;
  }
}

async function allDates(
  context: SourceContext,
  since: string,
  access: FredAccess,
): Promise<readonly string[]> {
  const days: string[] = [];
  for (;;) {
    const { body } = await askFred(context, {
      path: "series/vintagedates",
      parameters: {
        "series_id": access.series,
        "realtime_start": since,
        "realtime_end": "9999-12-31",
        limit: String(PAGE),
        offset: String(days.length),
      },
      schema: vintageDatesSchema,
    }, access);
    days.push(...body.vintage_dates);
    const given = { count: body.count, page: body.vintage_dates.length, keys: days };
    if (isWhole({ path: "series/vintagedates", series: access.series, ...given })) return days;
  }
}
