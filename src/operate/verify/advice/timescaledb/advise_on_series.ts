import { formatRelation, type Queryable } from "../../../../base/sql/mod.ts";
import { lateReleases } from "../../../../point_in_time/mod.ts";
import { type Finding, finding } from "../finding.ts";
import type { AdviceLimits } from "../limits.ts";
import { count, instant } from "../words.ts";

/** Series named in the finding. */
const NAMED = 5;

/** Tells how many followed series are late by the release calendar, and names the worst. */
export async function adviseOnSeries(client: Queryable, limits: AdviceLimits): Promise<Finding[]> {
  const { rows: [there] } = await client.query<{ isThere: boolean; at: number }>(
    `select to_regclass($1) is not null and to_regclass('release_calendar') is not null as "isThere",
       extract(epoch from now())::float8 * 1000 as at`,
    [formatRelation({ schema: "strata_ingest", name: "followed_series" })],
  );
  if (!there?.isThere) return [];
  const lag = `${limits.lateReleaseMs / 1_000} seconds`;
  const late = await lateReleases(client, {
    at: new Date(there.at),
    ...(limits.lateReleaseMs === 0 ? {} : { lag }),
  });
  if (late.length === 0) return [];
  const named = late.slice(0, NAMED).map(({ source, code, period, expectedAt }) =>
    `${source} ${code} (${period}, due ${instant(expectedAt.getTime())})`
  );
  const more = late.length > NAMED ? ` and ${late.length - NAMED} more` : "";
  return [finding("late-series", {
    sentence: `${count(late.length, "followed series").replace(/seriess$/, "series")} ${
      late.length === 1 ? "is" : "are"
    } late: ${named.join(", ")}${more}`,
    remedy: "deno task fetch",
  })];
}
