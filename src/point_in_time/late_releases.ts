import { instantText } from "../base/time/instant.ts";
import { type ClockOptions, readClock } from "./clock.ts";
import type { DueRelease } from "./due_release.ts";
import { readRows, type ReadSource } from "./read_source.ts";
import { scheduleColumns, type ScheduleRow, toDueRelease } from "./schedule.ts";
import { compose } from "./statement.ts";
import { reading } from "../base/telemetry/mod.ts";

/** A release of a followed series that is overdue. */
export interface LateRelease extends DueRelease {
  /** The source, by its name on the command line. */
  readonly source: string;
  /** The source's own code of the series. */
  readonly code: string;
  /** The id in `series_metadata`. */
  readonly seriesId: number;
}

/**
 * Reads which followed series are late at an instant: the hour of a release has passed, by the
 * schedule known then, and neither its period nor a later one has a value. The oldest such release of
 * each series, the most overdue first. With a `lag` a release is late that long after its hour.
 *
 * @throws {TypeError} If the instant or the lag is not valid.
 *
 * @example
 * ```ts
 * import { createDatabase, lateReleases } from "@strata/foundation";
 *
 * async function overdue(): Promise<void> {
 *   await using db = createDatabase();
 *   for (const { code, period, expectedAt } of await lateReleases(db, { at: new Date() })) {
 *     console.log(`${code} of ${period} was due at ${expectedAt.toISOString()}`);
 *   }
 * }
 * ```
 */
export async function lateReleases(
  source: ReadSource,
  options: Pick<ClockOptions, "at" | "lag">,
): Promise<readonly LateRelease[]> {
  return await reading("lateReleases", async () => {
    const { at, release } = readClock(options);
    const now = instantText(at);
    const rows = await readRows<ScheduleRow & Pick<LateRelease, "source" | "code" | "seriesId">>(
      source,
      compose`select f.source, f.code, f.series_id as "seriesId", late.day, late.expected, late.zone,
        late.known
      from strata_ingest.followed_series f
      cross join lateral (
        select ${scheduleColumns}, expected_at
        from (
          select distinct on (period) period, expected_at, zone, known_at
          from release_calendar
          where series_id = f.series_id and known_at <= ${now} and period > coalesce((
            select observation_date from macro_series
            where series_id = f.series_id and release_time <= ${now}
            order by observation_date desc
            limit 1
          ), '-infinity')
          order by period, known_at desc
        ) known
        where expected_at < ${instantText(release)}
        order by known.expected_at, period
        limit 1
      ) late
      order by late.expected_at, f.source, f.code`,
    );
    return rows.map(({ source, code, seriesId, ...row }) => ({
      source,
      code,
      seriesId,
      ...toDueRelease(row),
    }));
  });
}
