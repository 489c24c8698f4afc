import { sql } from "drizzle-orm";
import { recordSchedule } from "../../ingest/mod.ts";
import { type DrizzleTarget, run } from "../../ingest/stage/write_target.ts";
import type { Frequency } from "../../schema/mod.ts";
import type { SeriesSource } from "../source.ts";
import { comingReleases, type PastRelease } from "./coming_releases.ts";
import { guardSource } from "./guard_source.ts";
import type { OpenFetch } from "./open_fetch.ts";

/** How many observations tell how long after its end a period is published. */
const PAST = 12;

/** Stores when a series is due, as its source announces it. What goes wrong is a note of the fetch. */
export async function storeSchedule(source: SeriesSource, fetch: OpenFetch): Promise<void> {
  const { drizzle, followed: { seriesId }, request, context } = fetch;
  if (seriesId === null) return;
  const guarded = { source: source.name, series: request.code, signal: context.signal };
  try {
    const announced = await guardSource(() => source.releases?.(request, context), guarded);
    if (announced === undefined || announced.releases.length === 0) return;
    const { knownAt, releases } = announced;
    const coming = comingReleases(releases, await pastOf(drizzle, seriesId));
    const { signal } = context;
    const schedule = { seriesId, knownAt, releases: coming, isComplete: true, signal };
    await recordSchedule(drizzle, schedule);
  } catch (error) {
    // The values are stored and counted: a calendar that fails must not turn that into a failure.
    if (context.signal.aborted) return;
    const reason = error instanceof Error ? error.message : String(error);
    context.note(`its release calendar stays as it was: ${reason}`);
  }
}

/** The newest observations of a series with their first releases, newest first. */
async function pastOf(
  drizzle: DrizzleTarget,
  seriesId: number,
): Promise<{ readonly frequency: Frequency; readonly past: readonly PastRelease[] }> {
  const [series] = await run<{ frequency: Frequency; newest: string | null }>(
    drizzle,
    sql`select frequency, (
        select observation_date::text from macro_series where series_id = ${seriesId}::int
        order by observation_date desc limit 1
      ) as newest
      from series_metadata where id = ${seriesId}::int`,
  );
  const { frequency = "irregular", newest = null } = series ?? {};
  if (newest === null) return { frequency, past: [] };
  const rows = await run<{ day: string; released: string; kind: string }>(
    drizzle,
    sql`select observation_date::text as day,
        (extract(epoch from min(release_time)) * 1000)::bigint::text as released,
        (array_agg(vintage_kind order by release_time, revision_number))[1] as kind
      from macro_series
      where series_id = ${seriesId}::int
        and observation_date > ${newest}::date - ${reach[frequency] ?? 0}::int
      group by observation_date
      order by observation_date desc
      limit ${PAST}`,
  );
  return {
    frequency,
    past: rows.map(({ day, released, kind }) => ({
      day,
      releasedAt: new Date(Number(released)),
      isDated: kind === "native",
    })),
  };
}

/** The days that hold as many observations, so that the server reads few chunks. */
const reach: Partial<Readonly<Record<Frequency, number>>> = {
  daily: 3 * PAST,
  weekly: 7 * PAST,
  biweekly: 14 * PAST,
  monthly: 31 * PAST,
  quarterly: 92 * PAST,
  semiannual: 184 * PAST,
  annual: 366 * PAST,
};
