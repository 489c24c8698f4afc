import { type VintageKind, vintageKinds } from "../schema/mod.ts";
import { isWithin, type SeriesOptions } from "./as_of.ts";
import { isKnown, readClock, readLook } from "./clock.ts";
import { chooseFigures } from "./figures.ts";
import { type FigureRow, type Observation, toObservation } from "./observation.ts";
import { readRows, type ReadSource } from "./read_source.ts";
import { type NewsRow, readHistory } from "./release_history.ts";
import { findSeries, refuseUnknown } from "./series.ts";
import { compose } from "./statement.ts";

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
  const clock = readClock(options);
  const { table, isKind, columns } = chooseFigures(options);
  const range = isWithin(options);
  const [series] = await findSeries(source, [options.series]);
  const id = series?.id ?? 0;
  const rows = await readRows<FigureRow>(
    source,
    compose`select * from (
        select distinct on (observation_date) ${columns}, vintage_kind
        from ${table}
        where series_id = ${id} ${isKind} and ${isKnown({ ...clock, kinds: undefined })} ${range}
        order by observation_date desc, release_time, revision_number desc
      ) first
      where vintage_kind = any(${datedKinds(clock.kinds)}::text[])`,
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
}

/** The kinds of vintage that may be a first release: never the first snapshot of an archive. */
function datedKinds(kinds: readonly VintageKind[] = vintageKinds): readonly VintageKind[] {
  return kinds.filter((kind) => kind !== "pseudo");
}
