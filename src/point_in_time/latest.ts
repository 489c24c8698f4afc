import { type AgeOptions, isInReach } from "./age.ts";
import { type ClockOptions, isKnown, readClock } from "./clock.ts";
import type { NextReleaseOption } from "./due_release.ts";
import { chooseFigures } from "./figures.ts";
import { nextReleaseOf } from "./next_release.ts";
import { type FigureRow, type Observation, toObservation } from "./observation.ts";
import { readRows, type ReadSource } from "./read_source.ts";
import { type FigureOptions, findSeries, refuseUnknown, type SeriesRef } from "./series.ts";
import { compose } from "./statement.ts";
import { reading } from "../base/telemetry/mod.ts";

/** The options of {@linkcode latest}. */
export interface LatestOptions
  extends ClockOptions, FigureOptions, NextReleaseOption, Partial<AgeOptions> {
  /** The series. */
  readonly series: SeriesRef;
}

/**
 * Reads the latest observation of a series that was known at an instant, in its last release by
 * then; null if there is none. A revision of an old period released after a newer period is not the
 * latest. Observations dated more than a day after the instant are left out unless the series is
 * marked `ahead`.
 *
 * @throws {TypeError} If an instant or the age is not valid.
 * @throws {RangeError} If the series is not in `series_metadata`, or a local time does not exist.
 *
 * @example
 * ```ts
 * import { createDatabase, latest } from "@strata/foundation";
 *
 * async function payrolls(): Promise<void> {
 *   await using db = createDatabase();
 *   console.log(
 *     await latest(db, {
 *       series: { source: "ALFRED", code: "PAYEMS" },
 *       at: "2025-01-15T12:00:00Z",
 *       maxAge: "90 days",
 *     }),
 *   );
 * }
 * ```
 */
export async function latest(
  source: ReadSource,
  options: LatestOptions,
): Promise<Observation | null> {
  return await reading("latest", async () => {
    const clock = readClock(options);
    const { table, isKind, columns } = chooseFigures(options);
    const { maxAge = null } = options;
    const [series] = await findSeries(source, [options.series]);
    const { id, ahead } = series ?? { id: 0, ahead: false };
    const [row] = await readRows<FigureRow>(
      source,
      compose`select ${columns}
      from ${table}
      where series_id = ${id} ${isKind} and ${isKnown(clock)} ${isInReach(clock, { maxAge, ahead })}
      order by observation_date desc, release_time desc, revision_number desc
      limit 1`,
      { prepare: true },
    );
    if (row === undefined) {
      await refuseUnknown(source, [id]);
      return null;
    }
    if (options.withNextRelease !== true) return toObservation(row);
    return { ...toObservation(row), nextRelease: await nextReleaseOf(source, id, clock) };
  });
}
