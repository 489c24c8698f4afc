import type { SeriesOptions } from "./as_of.ts";
import { isWithin } from "./as_of.ts";
import { isKnown, readClock } from "./clock.ts";
import { chooseFigures } from "./figures.ts";
import type { FigureRow } from "./observation.ts";
import { readRows, type ReadSource } from "./read_source.ts";
import { findSeries, refuseUnknown } from "./series.ts";
import { compose } from "./statement.ts";

/** A release of an observation, as stored in its table. */
export interface ReleaseRow extends FigureRow {
  /** When this database stored it, in seconds since 1970. */
  readonly stored: number;
}

/** A release that changed the value. */
export interface NewsRow extends ReleaseRow {
  /** 1 for the first release of the observation, then 2 and so on. */
  readonly release: number;
  /** The previous value; null for the first release. */
  readonly previous: number | null;
}

/**
 * Reads the releases of a series that changed a value, by observation and then by release, both
 * ascending. For `revisions` and everything built on it.
 */
export async function readHistory(
  source: ReadSource,
  options: SeriesOptions,
): Promise<readonly NewsRow[]> {
  const clock = readClock(options);
  const { table, isKind, columns } = chooseFigures(options);
  const range = isWithin(options);
  const [series] = await findSeries(source, [options.series]);
  const id = series?.id ?? 0;
  // Of two rows released at the same instant, only the one with the higher number was ever known.
  const rows = await readRows<ReleaseRow>(
    source,
    compose`select distinct on (observation_date, release_time) ${columns},
        date_part('epoch', ingested_at) as stored
      from ${table}
      where series_id = ${id} ${isKind} and ${isKnown(clock)} ${range}
      order by observation_date desc, release_time desc, revision_number desc`,
    { prepare: true },
  );
  if (rows.length === 0) await refuseUnknown(source, [id]);
  return onlyNews(rows.toReversed());
}

/**
 * Leaves out releases that repeat the previous value. Vintages loaded newest first leave such rows
 * behind, and the result must not depend on the loading order.
 */
export function onlyNews(rows: readonly ReleaseRow[]): NewsRow[] {
  const news: NewsRow[] = [];
  for (const row of rows) {
    const before = news.at(-1);
    if (before === undefined || before.day !== row.day) {
      news.push({ ...row, release: 1, previous: null });
    } else if (before.value !== row.value) {
      news.push({ ...row, release: before.release + 1, previous: before.value });
    }
  }
  return news;
}
