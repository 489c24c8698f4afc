import { type Clock, type ClockOptions, readClock } from "./clock.ts";
import type { DueRelease } from "./due_release.ts";
import { readRows, type ReadSource } from "./read_source.ts";
import {
  isScheduled,
  isToCome,
  nextAtEach,
  scheduleColumns,
  type ScheduleRow,
  toDueRelease,
} from "./schedule.ts";
import { findSeries, refuseUnknown, type SeriesRef } from "./series.ts";
import { compose } from "./statement.ts";
import { reading } from "../base/telemetry/mod.ts";

/** The options of {@linkcode nextRelease}. */
export interface NextReleaseOptions extends Pick<ClockOptions, "at" | "strict" | "lag"> {
  /** The series. */
  readonly series: SeriesRef;
}

/**
 * Reads the next release of a series that is due after an instant, by the schedule as it was known
 * then: a date that was moved later counts where it stood. Null if none was scheduled. A release
 * whose hour has passed is no longer next, even if its value is not here: {@linkcode lateReleases}
 * has it.
 *
 * @throws {TypeError} If the instant or the lag is not valid.
 * @throws {RangeError} If the series is not in `series_metadata`, or a local time does not exist.
 *
 * @example
 * ```ts
 * import { createDatabase, nextRelease } from "@strata/foundation";
 *
 * async function payrolls(): Promise<void> {
 *   await using db = createDatabase();
 *   const due = await nextRelease(db, {
 *     series: { source: "ALFRED", code: "PAYEMS" },
 *     at: new Date(),
 *   });
 *   console.log(due); // { period: "2024-10-01", expectedAt: …, zone: "America/New_York", knownAt: … }
 * }
 * ```
 */
export async function nextRelease(
  source: ReadSource,
  options: NextReleaseOptions,
): Promise<DueRelease | null> {
  return await reading("nextRelease", async () => {
    const clock = readClock(options);
    const [series] = await findSeries(source, [options.series]);
    const id = series?.id ?? 0;
    const due = await nextReleaseOf(source, id, clock);
    if (due === null) await refuseUnknown(source, [id]);
    return due;
  });
}

/** Reads the next release of a series at one instant. */
export async function nextReleaseOf(
  source: ReadSource,
  id: number,
  clock: Clock,
): Promise<DueRelease | null> {
  const [row] = await readRows<ScheduleRow>(
    source,
    compose`select ${scheduleColumns} from (
        select distinct on (period) period, expected_at, zone, known_at
        from release_calendar
        where series_id = ${id} and ${isScheduled(clock)}
        order by period, known_at desc
      ) known
      where ${isToCome(clock)}
      order by expected_at, period
      limit 1`,
    { prepare: true },
  );
  return row === undefined ? null : toDueRelease(row);
}

/**
 * Reads the next releases of series at instants in chronological order: a list per series, in the
 * order of the instants.
 */
export async function nextReleasesOf(
  source: ReadSource,
  ids: readonly number[],
  clocks: readonly Clock[],
): Promise<readonly (readonly (DueRelease | null)[])[]> {
  const last = clocks.at(-1);
  if (last === undefined) return ids.map(() => []);
  const rows = await readRows<ScheduleRow & { readonly series: number }>(
    source,
    compose`select series_id as series, ${scheduleColumns}
      from release_calendar
      where series_id = any(${ids}::int[]) and ${isScheduled(last)}
      order by known_at, period`,
    { prepare: true },
  );
  const bySeries = Map.groupBy(rows, ({ series }) => series);
  return ids.map((id) => nextAtEach(bySeries.get(id) ?? [], clocks));
}
