import type { Queryable } from "../../../base/sql/mod.ts";
import type { DueRelease } from "../../../point_in_time/mod.ts";
import { readClock } from "../../../point_in_time/clock.ts";
import { nextReleasesOf } from "../../../point_in_time/next_release.ts";
import { secondsDate } from "../../../point_in_time/observation.ts";
import { readRows } from "../../../point_in_time/read_source.ts";
import { compose } from "../../../point_in_time/statement.ts";

/** A series with its newest observation. */
export interface ListedSeries {
  readonly id: number;
  readonly source: string;
  readonly code: string;
  readonly name: string;
  readonly frequency: string;
  readonly unit: string;
  /** The newest day, or first day of a period, that has a value; null where there is none. */
  readonly day: string | null;
  readonly value: number | null;
  /** When that value was released. */
  readonly released: Date | null;
  /** The next release that is due; null where none is scheduled. */
  readonly next: DueRelease | null;
  /** Why its last fetch failed; null if it did not, or it is not followed. */
  readonly error: string | null;
}

/** A page of the list. */
export interface SeriesList {
  readonly series: readonly ListedSeries[];
  /** How many there are on all pages. */
  readonly total: number;
}

/** Which part of the list is read. */
export interface SeriesListOptions {
  /** A part of a code, a name or a source; empty for all. */
  readonly search: string;
  /** The page, from 1. */
  readonly page: number;
  readonly size: number;
}

type Row = Omit<ListedSeries, "released" | "next"> & {
  readonly total: number;
  readonly released: number | null;
};

/** Reads a page of the series, each with its newest observation in its last release. */
export async function readSeriesList(
  client: Queryable,
  { search, page, size }: SeriesListOptions,
): Promise<SeriesList> {
  const pattern = `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const rows = await readRows<Row>(
    client,
    compose`select s.*, n.day, n.value, n.released, f.error
      from (
        select s.id, d.name as source, s.series_code as code, s.name, s.frequency, s.unit,
          count(*) over ()::integer as total
        from series_metadata s join data_sources d on d.id = s.source_id
        where ${search} = '' or d.name || '/' || s.series_code ilike ${pattern}
          or s.name ilike ${pattern}
        order by d.name, s.series_code
        limit ${size} offset ${(page - 1) * size}
      ) s
      left join lateral (
        select day::text, value, date_part('epoch', release_time) as released
        from (
          (select observation_date as day, value, release_time from macro_series
            where series_id = s.id
            order by observation_date desc, release_time desc, revision_number desc limit 1)
          union all
          (select observation_date, value, release_time from flow_data
            where series_id = s.id order by observation_date desc, release_time desc limit 1)
          union all
          (select observation_date, value, release_time from fiscal_data
            where series_id = s.id order by observation_date desc, release_time desc limit 1)
        ) newest
        order by newest.day desc limit 1
      ) n on true
      left join lateral (
        select error from strata_ingest.followed_series where series_id = s.id
        order by error nulls last limit 1
      ) f on true
      order by s.source, s.code`,
  );
  const next = await nextReleasesOf(
    client,
    rows.map(({ id }) => id),
    [readClock({ at: new Date() })],
  );
  return {
    total: rows[0]?.total ?? 0,
    series: rows.map(({ released, total: _, ...row }, i) => ({
      ...row,
      released: released === null ? null : secondsDate(released),
      next: next[i]?.[0] ?? null,
    })),
  };
}
