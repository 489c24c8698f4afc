import { isWithin, type SeriesOptions } from "./as_of.ts";
import { isKnown, readClock } from "./clock.ts";
import { chooseFigures } from "./figures.ts";
import { type FigureRow, type Observation, toObservation } from "./observation.ts";
import { readRows, type ReadSource } from "./read_source.ts";
import { readHistory } from "./release_history.ts";
import { findSeries, refuseUnknown } from "./series.ts";
import { compose } from "./statement.ts";

/**
 * Reads the first release of each observation among those known at an instant: what one could have
 * acted on first. Oldest observation first.
 *
 * @throws {TypeError} Where an instant or a day is none.
 * @throws {RangeError} Where the series is not in `series_metadata`, or a local time does not exist.
 */
export async function firstRelease(
  source: ReadSource,
  options: SeriesOptions,
): Promise<readonly Observation[]> {
  const clock = readClock(options);
  const { table, isKind, columns } = chooseFigures(options);
  const range = isWithin(options);
  const [series] = await findSeries(source, [options.series]);
  const id = series?.id ?? 0;
  const rows = await readRows<FigureRow>(
    source,
    compose`select distinct on (observation_date) ${columns}
      from ${table}
      where series_id = ${id} ${isKind} and ${isKnown(clock)} ${range}
      order by observation_date desc, release_time, revision_number desc`,
    { prepare: true },
  );
  if (rows.length === 0) await refuseUnknown(source, [id]);
  return rows.map(toObservation).reverse();
}

/** What {@linkcode nthRelease} takes. */
export interface NthReleaseOptions extends SeriesOptions {
  /** Which release: 1 is the first, 2 the one after it that differed from it, and so on. */
  readonly n: number;
}

/**
 * Reads the n-th release of each observation among those known at an instant; an observation with
 * fewer is left out. A release that repeats the value before is none, so that GDP's second estimate,
 * where it left a figure unchanged, does not count.
 *
 * @throws {TypeError} Where an instant or a day is none.
 * @throws {RangeError} Where `n` is no whole number from 1, the series is not in `series_metadata`, or
 * a local time does not exist.
 */
export async function nthRelease(
  source: ReadSource,
  options: NthReleaseOptions,
): Promise<readonly Observation[]> {
  const { n } = options;
  if (!Number.isInteger(n) || n < 1) {
    throw new RangeError(`Cannot read the release "${n}": releases count from 1, pass 1 or more`);
  }
  const history = await readHistory(source, options);
  return history.filter(({ release }) => release === n).map(toObservation);
}
