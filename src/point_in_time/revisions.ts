import type { SeriesOptions } from "./as_of.ts";
import { type Observation, secondsDate, toObservation } from "./observation.ts";
import type { ReadSource } from "./read_source.ts";
import { type NewsRow, readHistory } from "./release_history.ts";

/** One release of an observation that said something new. */
export interface Revision extends Observation {
  /** 1 for the first release of the observation, then 2 and so on. */
  readonly release: number;
  /** The value before; null for the first release, and where the source had printed none. */
  readonly previousValue: number | null;
  /** When this database knew it. */
  readonly ingestedAt: Date;
}

/**
 * Reads every release of a series by an instant, by observation and then by release. A release that
 * repeats the value before is none.
 *
 * @throws {TypeError} Where an instant or a day is none.
 * @throws {RangeError} Where the series is not in `series_metadata`, or a local time does not exist.
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
  return (await readHistory(source, options)).map(toRevision);
}

function toRevision(row: NewsRow): Revision {
  return {
    ...toObservation(row),
    release: row.release,
    previousValue: row.previous,
    ingestedAt: secondsDate(row.stored),
  };
}
