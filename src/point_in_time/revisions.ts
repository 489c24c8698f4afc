import type { SeriesOptions } from "./as_of.ts";
import { type Observation, secondsDate, toObservation } from "./observation.ts";
import type { ReadSource } from "./read_source.ts";
import { type NewsRow, readHistory } from "./release_history.ts";
import { reading } from "../base/telemetry/mod.ts";

/** A release that changed the value of an observation. */
export interface Revision extends Observation {
  /** 1 for the first release of the observation, then 2 and so on. */
  readonly release: number;
  /** The previous value; null for the first release, or if the source had printed none. */
  readonly previousValue: number | null;
  /** When this database stored it. */
  readonly ingestedAt: Date;
}

/**
 * Reads every release of a series up to an instant, by observation and then by release. A release
 * that repeats the previous value is left out.
 *
 * @throws {TypeError} If an instant or a day is not valid.
 * @throws {RangeError} If the series is not in `series_metadata`, or a local time does not exist.
 *
 * @example
 * ```ts
 * import { createDatabase, revisions } from "@strata/foundation";
 *
 * async function firstQuarter(): Promise<void> {
 *   await using db = createDatabase();
 *   const known = await revisions(db, {
 *     series: { source: "ALFRED", code: "GDPC1" },
 *     from: "2024-01-01",
 *     to: "2024-01-01",
 *     at: new Date(),
 *   });
 *   for (const { release, value, releaseTime } of known) console.log(release, value, releaseTime);
 * }
 * ```
 */
export async function revisions(
  source: ReadSource,
  options: SeriesOptions,
): Promise<readonly Revision[]> {
  return await reading("revisions", async () => {
    return (await readHistory(source, options)).map(toRevision);
  });
}

function toRevision(row: NewsRow): Revision {
  return {
    ...toObservation(row),
    release: row.release,
    previousValue: row.previous,
    ingestedAt: secondsDate(row.stored),
  };
}
