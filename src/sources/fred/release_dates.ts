import type { SourceContext } from "../source.ts";
import { askFred, type FredAccess, releaseDatesSchema } from "./fred_api.ts";
import { isWhole } from "./whole_list.ts";

/** The most release dates that FRED gives at once. */
const PAGE = 10_000;
/** How long a release's dates serve the other series of the release. */
const FRESH_MS = 10 * 60_000;

/** The dates of a release, and when FRED gave them. */
export interface ReleaseDates {
  /** The days since the beginning of last year, oldest first, those to come included. */
  readonly days: readonly string[];
  /** When the answer came. */
  readonly at: Date;
}

/** Asks for the dates of a release. */
export type AskReleaseDates = (
  context: SourceContext,
  releaseId: string,
  access: FredAccess,
) => Promise<ReleaseDates>;

/** Returns a function that asks for the dates of a release once for all of its series. */
export function releaseDatesOnce(): AskReleaseDates {
  const known = new Map<string, ReleaseDates>();
  return async (context, releaseId, access) => {
    const stored = known.get(releaseId);
    const age = context.now.getTime() - (stored?.at.getTime() ?? -Infinity);
    if (stored !== undefined && Math.abs(age) < FRESH_MS) return stored;
    const dates = await releaseDates(context, releaseId, access);
    known.set(releaseId, dates);
    return dates;
  };
}

async function releaseDates(
  context: SourceContext,
  releaseId: string,
  access: FredAccess,
): Promise<ReleaseDates> {
  const days: string[] = [];
  for (;;) {
    const { body, at } = await askFred(context, {
      path: "release/dates",
      parameters: {
        "release_id": releaseId,
        "include_release_dates_with_no_data": "true",
        "realtime_start": `${context.now.getUTCFullYear() - 1}-01-01`,
        "realtime_end": "9999-12-31",
        "sort_order": "asc",
        limit: String(PAGE),
        offset: String(days.length),
      },
      schema: releaseDatesSchema,
    }, access);
    days.push(...body.release_dates.map(({ date }) => date));
    const given = { count: body.count, page: body.release_dates.length, keys: days };
    if (isWhole({ path: "release/dates", series: access.series, ...given })) return { days, at };
  }
}
