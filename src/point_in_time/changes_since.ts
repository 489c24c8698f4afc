import { isWithin, type ObservationRange } from "./as_of.ts";
import { clockAt, type ClockOptions, isKnown, readClock } from "./clock.ts";
import { chooseFigures } from "./figures.ts";
import { type InstantInput, parseInstant } from "../base/time/instant.ts";
import { type FigureRow, type Observation, toObservation } from "./observation.ts";
import { readRows, type ReadSource } from "./read_source.ts";
import { type FigureOptions, findSeries, refuseUnknown, type SeriesRef } from "./series.ts";
import { compose } from "./statement.ts";
import { reading } from "../base/telemetry/mod.ts";

/** The options of {@linkcode changesSince}. */
export interface ChangesSinceOptions extends ClockOptions, FigureOptions, ObservationRange {
  /** The series, one or many. */
  readonly series: SeriesRef | readonly SeriesRef[];
  /** The earlier instant. */
  readonly since: InstantInput;
  /**
   * What this database had stored at the earlier look; by default the same as at the later one. If
   * `since` equals `at`, the result is what was stored in between, whenever it was released.
   */
  readonly knownSince?: InstantInput;
}

/** An observation whose value differs between two looks. */
export interface Change {
  /** The series. */
  readonly seriesId: number;
  /** The day, or the first day of the period. */
  readonly observationDate: string;
  /** What was known at the earlier instant; null if the observation is new. */
  readonly before: Observation | null;
  /** What was known at the later instant. */
  readonly after: Observation;
}

/**
 * Reads what changed in series between two looks: the observations that are new at `at` or have
 * another value than at `since`, by series in the given order, oldest first.
 *
 * @throws {TypeError} If an instant, a day or a series is not valid.
 * @throws {RangeError} If `since` is after `at`, `knownSince` is after `knownTo`, a series is not
 * in `series_metadata`, or a local time does not exist.
 *
 * @example
 * ```ts
 * import { changesSince, createDatabase } from "@strata/foundation";
 *
 * async function overnight(): Promise<void> {
 *   await using db = createDatabase();
 *   const changes = await changesSince(db, {
 *     series: { source: "ALFRED", code: "PAYEMS" },
 *     since: { date: "2025-02-06", time: "18:00", timeZone: "America/New_York" },
 *     at: { date: "2025-02-07", time: "18:00", timeZone: "America/New_York" },
 *   });
 *   for (const { observationDate, before, after } of changes) {
 *     console.log(observationDate, before?.value, "→", after.value);
 *   }
 * }
 * ```
 */
export async function changesSince(
  source: ReadSource,
  options: ChangesSinceOptions,
): Promise<readonly Change[]> {
  return await reading("changesSince", async () => {
    const later = readClock(options);
    const { since, knownSince } = options;
    const look = knownSince === undefined
      ? later
      : { ...later, knownTo: parseInstant(knownSince, "knownSince") };
    const earlier = clockAt(parseInstant(since, "since"), look);
    refuseBackwards(earlier.at > later.at, "since", "at");
    refuseBackwards(
      earlier.knownTo !== undefined && later.knownTo !== undefined &&
        earlier.knownTo > later.knownTo,
      "knownSince",
      "knownTo",
    );
    const { table, isKind, columns } = chooseFigures(options);
    const refs: readonly SeriesRef[] = isMany(options.series) ? options.series : [options.series];
    const ids = (await findSeries(source, refs)).map(({ id }) => id);
    const rows = await readRows<ChangedRow>(
      source,
      compose`select series_id as series, ${columns}, ${isKnown(earlier)} as old
      from ${table}
      where series_id = any(${ids}::int[]) ${isKind} and ${isKnown(later)} ${isWithin(options)}
        and (series_id, observation_date) in (
          select series_id, observation_date
          from ${table}
          where series_id = any(${ids}::int[]) ${isKind} and ${isKnown(later)}
            and not (${isKnown(earlier)}) ${isWithin(options)}
        )
      order by observation_date, release_time desc, revision_number desc`,
    );
    if (rows.length === 0) await refuseUnknown(source, ids);
    const bySeries = Map.groupBy(rows, ({ series }) => series);
    return [...new Set(ids)].flatMap((id) => changesOf(id, bySeries.get(id) ?? []));
  });
}

interface ChangedRow extends FigureRow {
  readonly series: number;
  /** Whether it was known at the earlier look. */
  readonly old: boolean;
}

function changesOf(seriesId: number, rows: readonly ChangedRow[]): Change[] {
  const changes: Change[] = [];
  for (const releases of Map.groupBy(rows, ({ day }) => day).values()) {
    const [after] = releases;
    const before = releases.find(({ old }) => old);
    if (after === undefined || (before !== undefined && before.value === after.value)) continue;
    const observation = toObservation(after);
    const { observationDate } = observation;
    const earlier = before === undefined ? null : toObservation(before);
    changes.push({ seriesId, observationDate, before: earlier, after: observation });
  }
  return changes;
}

function isMany(series: SeriesRef | readonly SeriesRef[]): series is readonly SeriesRef[] {
  return Array.isArray(series);
}

function refuseBackwards(isBackwards: boolean, from: string, to: string): void {
  if (!isBackwards) return;
  throw new RangeError(`Cannot read changes: "${from}" is after "${to}", exchange them`);
}
