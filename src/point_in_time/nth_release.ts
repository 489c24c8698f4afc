import { isWithin, type SeriesOptions } from "./as_of.ts";
import { isKnown, readClock } from "./clock.ts";
import { chooseFigures } from "./figures.ts";
import { type FigureRow, type Observation, toObservation } from "./observation.ts";
import { readRows, type ReadSource } from "./read_source.ts";
import { readHistory } from "./release_history.ts";
import { findSeries, refuseUnknown } from "./series.ts";
import { compose } from "./statement.ts";

/**
 * Reads the first release of each observation known at an instant: what a reader could have acted
 * on first. Oldest observation first.
 *
 * @throws {TypeError} If an instant or a day is not valid.
 * @throws {RangeError} If the series is not in `series_metadata`, or a local time does not exist.
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

/** The options of {@linkcode nthRelease}. */
export interface NthReleaseOptions extends SeriesOptions {
  /** Which release: 1 is the first, 2 the next one that differed from it, and so on. */
  readonly n: number;
}

/**
 * Reads the n-th release of each observation known at an instant; observations with fewer releases
 * are left out. A release that repeats the previous value does not count: GDP's second estimate,
 * for example, if it left a figure unchanged.
 *
 * @throws {TypeError} If an instant or a day is not valid.
 * @throws {RangeError} If `n` is not a whole number from 1, the series is not in `series_metadata`,
 * or a local time does not exist.
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
