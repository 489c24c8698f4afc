import { isWithin, type SeriesOptions } from "./as_of.ts";
import { readClock } from "./clock.ts";
import { chooseFigures } from "./figures.ts";
import { firstReleases } from "./first_releases.ts";
import { type FigureRow, type Observation, secondsDate, toObservation } from "./observation.ts";
import { readRows, type ReadSource } from "./read_source.ts";
import { findSeries, refuseUnknown } from "./series.ts";
import { compose, fixed, nothing } from "./statement.ts";
import { reading } from "../base/telemetry/mod.ts";

/** The options of {@linkcode surprise}. */
export interface SurpriseOptions extends Omit<SeriesOptions, "flowType" | "fiscalMetric"> {
  /** Who expected it, as in `release_expectations`; by default the last of all counts. */
  readonly source?: string;
}

/** By how much the first release of an observation surprised. */
export interface Surprise extends Observation {
  /** The last value expected before the release, in the series' unit; null if there was none. */
  readonly expectedValue: number | null;
  /** Who expected it. */
  readonly expectedBy: string | null;
  /** When that expectation became known. */
  readonly expectedSince: Date | null;
  /** The value minus the expected one, in the series' unit; null if one of them is missing. */
  readonly difference: number | null;
  /** The difference in percent of the expected value's size; null if that is 0 as well. */
  readonly differencePercent: number | null;
}

/**
 * Reads by how much the first release of each observation differed from what was expected of it:
 * `difference = value − expectedValue`, and `differencePercent = 100 · difference / |expectedValue|`,
 * so that a value above the expected one is positive even where both are negative. First releases
 * are those of {@linkcode firstRelease}; oldest observation first.
 *
 * The expected value is the last one known strictly before the release: one that became known at
 * the very instant of the release, or after it, may have seen the value and never counts. Without
 * `source`, of two known at the same instant the first by its source's name counts. Expected values
 * have the unit of the series: where a survey expects a change, store the level that it implies.
 * `knownTo` concerns values alone: expectations have no second clock.
 *
 * @throws {TypeError} If an instant or a day is not valid.
 * @throws {RangeError} If the series is not in `series_metadata`, or a local time does not exist.
 *
 * @example
 * ```ts
 * import { createDatabase, surprise } from "@strata/foundation";
 *
 * async function payrolls(): Promise<void> {
 *   await using db = createDatabase();
 *   const surprises = await surprise(db, {
 *     series: { source: "ALFRED", code: "PAYEMS" },
 *     source: "survey",
 *     from: "2024-01-01",
 *     at: new Date(),
 *   });
 *   for (const { observationDate, difference } of surprises) console.log(observationDate, difference);
 * }
 * ```
 */
export async function surprise(
  source: ReadSource,
  options: SurpriseOptions,
): Promise<readonly Surprise[]> {
  return await reading("surprise", async () => {
    const clock = readClock(options);
    const figures = chooseFigures({ withKind: options.withKind ?? false });
    const range = isWithin(options);
    const [series] = await findSeries(source, [options.series]);
    const id = series?.id ?? 0;
    const isOfSource = options.source === undefined
      ? nothing
      : compose`and e.source = ${options.source}`;
    const rows = await readRows<SurpriseRow>(
      source,
      compose`select released.*, expected.*
      from (
        ${firstReleases(figures, { id, clock, range, beside: dates })}
      ) released
      left join lateral (
        select e.expected_value as expected, e.source as by, date_part('epoch', e.known_at) as since
        from release_expectations e
        where e.series_id = ${id} and e.observation_date = released.observation_date
          and e.known_at < released.release_time ${isOfSource}
        order by e.known_at desc, e.source
        limit 1
      ) expected on true
      order by released.observation_date`,
      { prepare: true },
    );
    if (rows.length === 0) await refuseUnknown(source, [id]);
    return rows.map(toSurprise);
  });
}

const dates = fixed(", observation_date, release_time");

interface SurpriseRow extends FigureRow {
  readonly expected: number | null;
  readonly by: string | null;
  readonly since: number | null;
}

function toSurprise({ expected, by, since, ...row }: SurpriseRow): Surprise {
  const { value } = row;
  const difference = value === null || expected === null ? null : value - expected;
  return {
    ...toObservation(row),
    expectedValue: expected,
    expectedBy: by,
    expectedSince: since === null ? null : secondsDate(since),
    difference,
    differencePercent: difference === null || expected === null || expected === 0
      ? null
      : 100 * difference / Math.abs(expected),
  };
}
