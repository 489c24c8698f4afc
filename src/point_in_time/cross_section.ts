import { type AgeOptions, isInReach, newestDay, oldestDay } from "./age.ts";
import { type Clock, type ClockOptions, isKnown, readClock } from "./clock.ts";
import { dayText } from "./day.ts";
import { chooseFigures } from "./figures.ts";
import { type FigureRow, type Observation, toObservation } from "./observation.ts";
import { readRows, type ReadSource } from "./read_source.ts";
import {
  type FigureOptions,
  findSeries,
  type FoundSeries,
  refuseUnknown,
  type SeriesRef,
} from "./series.ts";
import { compose, type Fragment } from "./statement.ts";
import { reading } from "../base/telemetry/mod.ts";

/** The options of {@linkcode crossSection}. */
export interface CrossSectionOptions extends ClockOptions, FigureOptions, AgeOptions {
  /** The series, in the order of the result. */
  readonly series: readonly SeriesRef[];
}

/** One series of a cross-section. */
export interface CrossSectionRow {
  /** The series as given. */
  readonly series: SeriesRef;
  /** Its id. */
  readonly seriesId: number;
  /** Its latest observation; null if none was known, or none within the maximum age. */
  readonly observation: Observation | null;
}

/**
 * Reads the latest observation of many series at one instant: a row per series, in the given order,
 * as `latest` returns it.
 *
 * @throws {TypeError} If an instant, the age or a series is not valid.
 * @throws {RangeError} If a series is not in `series_metadata`, or a local time does not exist.
 *
 * @example
 * ```ts
 * import { createDatabase, crossSection } from "@strata/foundation";
 *
 * async function inflation(ids: readonly number[]): Promise<void> {
 *   await using db = createDatabase();
 *   const rows = await crossSection(db, {
 *     series: ids,
 *     at: { date: "2025-03-14", time: "18:00", timeZone: "America/Sao_Paulo" },
 *     maxAge: "60 days",
 *   });
 *   for (const { seriesId, observation } of rows) console.log(seriesId, observation?.value);
 * }
 * ```
 */
export async function crossSection(
  source: ReadSource,
  options: CrossSectionOptions,
): Promise<readonly CrossSectionRow[]> {
  return await reading("crossSection", async () => {
    const clock = readClock(options);
    const { table, isKind, columns } = chooseFigures(options);
    const series = await findSeries(source, options.series);
    const { asked, reach } = whereToLook(series, clock, options);
    // One short index scan per series: a scan over all at once would read every row.
    const rows = await readRows<FigureRow & { place: number }>(
      source,
      compose`select asked.place::integer as place, known.*
      from ${asked}
      cross join lateral (
        select ${columns}
        from ${table}
        where series_id = asked.id ${isKind} and ${isKnown(clock)} ${reach}
        order by observation_date desc, release_time desc, revision_number desc
        limit 1
      ) known`,
      { prepare: true },
    );
    const found = new Array<Observation | null>(series.length).fill(null);
    for (const row of rows) found[row.place - 1] = toObservation(row);
    if (rows.length < series.length) {
      await refuseUnknown(source, series.filter((_, i) => found[i] === null).map(({ id }) => id));
    }
    return options.series.map((ref, i) => ({
      series: ref,
      seriesId: series[i]?.id ?? 0,
      observation: found[i] ?? null,
    }));
  });
}

/** Builds the series as a table to join, and the bounds of the search. */
function whereToLook(
  series: readonly FoundSeries[],
  clock: Clock,
  { maxAge }: AgeOptions,
): { readonly asked: Fragment; readonly reach: Fragment } {
  const ids = series.map(({ id }) => id);
  const { ahead } = series[0] ?? { ahead: false };
  if (series.every((one) => one.ahead === ahead)) {
    return {
      asked: compose`unnest(${ids}::int[]) with ordinality as asked (id, place)`,
      reach: isInReach(clock, { maxAge, ahead }),
    };
  }
  // Only for a mix of both kinds: a bound per series hides the chunks from the planner and takes twice
  // the time.
  const newest = dayText(newestDay(clock.day));
  const bounds = series.map((one) => one.ahead ? "infinity" : newest);
  const oldest = oldestDay(maxAge)(clock.day);
  return {
    asked:
      compose`unnest(${ids}::int[], ${bounds}::date[]) with ordinality as asked (id, newest, place)`,
    reach: compose`and observation_date <= asked.newest and observation_date >= ${
      oldest === null ? "-infinity" : dayText(oldest)
    }::date`,
  };
}
