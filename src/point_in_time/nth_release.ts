import { isWithin, type SeriesOptions } from "./as_of.ts";
import { readClock, readLook } from "./clock.ts";
import { chooseFigures } from "./figures.ts";
import { datedKinds, firstReleases } from "./first_releases.ts";
import { type FigureRow, type Observation, toObservation } from "./observation.ts";
import { readRows, type ReadSource } from "./read_source.ts";
import { type NewsRow, readHistory } from "./release_history.ts";
import { findSeries, refuseUnknown } from "./series.ts";
import { reading } from "../base/telemetry/mod.ts";

/**
 * Reads the first release of each observation known at an instant: what a reader could have acted
 * on first. Oldest observation first. An observation whose first known value came with the first
 * snapshot of an archive (`pseudo`) is left out, whatever `kinds` says: its first release is unknown.
 *
 * @throws {TypeError} If an instant or a day is not valid.
 * @throws {RangeError} If the series is not in `series_metadata`, or a local time does not exist.
 */
export async function firstRelease(
  source: ReadSource,
  options: SeriesOptions,
): Promise<readonly Observation[]> {
  return await reading("firstRelease", async () => {
    const clock = readClock(options);
    const figures = chooseFigures(options);
    const range = isWithin(options);
    const [series] = await findSeries(source, [options.series]);
    const id = series?.id ?? 0;
    const rows = await readRows<FigureRow>(source, firstReleases(figures, { id, clock, range }), {
      prepare: true,
    });
    if (rows.length === 0) await refuseUnknown(source, [id]);
    return rows.map(toObservation).reverse();
  });
}

/** The options of {@linkcode nthRelease}. */
export interface NthReleaseOptions extends SeriesOptions {
  /** Which release: 1 is the first, 2 the next one that differed from it, and so on. */
  readonly n: number;
}

/**
 * Reads the n-th release of each observation known at an instant; observations with fewer releases
 * are left out, and so are those whose first known value is `pseudo`, as in {@linkcode firstRelease}.
 * A release that repeats the previous value does not count: GDP's second estimate, for example, if
 * it left a figure unchanged.
 *
 * @throws {TypeError} If an instant or a day is not valid.
 * @throws {RangeError} If `n` is not a whole number from 1, the series is not in `series_metadata`,
 * or a local time does not exist.
 */
export async function nthRelease(
  source: ReadSource,
  options: NthReleaseOptions,
): Promise<readonly Observation[]> {
  return await reading("nthRelease", async () => {
    const { n, kinds: _, withKind, ...rest } = options;
    if (!Number.isInteger(n) || n < 1) {
      throw new RangeError(`Cannot read the release "${n}": releases count from 1, pass 1 or more`);
    }
    const { kinds } = readLook(options);
    const history = await readHistory(source, { ...rest, withKind: true });
    const dated = datedKinds(kinds);
    const isDated = ({ kind }: NewsRow) => kind !== undefined && dated.includes(kind);
    const known = new Set(
      history.filter((row) => row.release === 1 && isDated(row)).map(({ day }) => day),
    );
    return history
      .filter((row) => row.release === n && known.has(row.day) && isDated(row))
      .map(({ kind, ...row }) =>
        toObservation(withKind === true && kind !== undefined ? { ...row, kind } : row)
      );
  });
}
