import type { Queryable, RelationName } from "../../../../base/sql/mod.ts";

/** What the catalog tells of an aggregate beside its watermark. */
export interface AggregateWindow {
  readonly relation: RelationName;
  /** The length of its buckets, as an interval. */
  readonly bucketWidth: string;
  /** The column of its source that it groups by. */
  readonly timeColumn: string;
  /** Where rows of its source changed since the last refresh, in milliseconds since 1970. */
  readonly changed: readonly (readonly [from: number, to: number])[];
}

/** Reads the buckets of aggregates on times, and where their sources changed. */
export async function readAggregateWindows(client: Queryable): Promise<AggregateWindow[]> {
  const { rows } = await client.query<WindowRow>(windowsSql);
  return rows.map(({ schema, name, changed, ...row }) => ({
    ...row,
    relation: { schema, name },
    changed: changed.map(([from, to]) => [from / 1_000, to / 1_000]),
  }));
}

interface WindowRow extends RelationName, Omit<AggregateWindow, "relation" | "changed"> {
  readonly changed: readonly (readonly [number, number])[];
}

// Changes are kept in microseconds since 1970; the oldest thousand are enough to judge.
const windowsSql = `
  select a.user_view_schema::text as schema, a.user_view_name::text as name,
    f.bucket_width as "bucketWidth", d.column_name::text as "timeColumn",
    coalesce((
      select jsonb_agg(jsonb_build_array(
        l.lowest_modified_value::float8, l.greatest_modified_value::float8))
      from (
        select lowest_modified_value, greatest_modified_value
        from _timescaledb_catalog.continuous_aggs_materialization_invalidation_log
        where materialization_id = a.mat_hypertable_id
        union all
        select lowest_modified_value, greatest_modified_value
        from _timescaledb_catalog.continuous_aggs_hypertable_invalidation_log
        where hypertable_id = a.raw_hypertable_id
        order by 1 limit 1000) l), '[]') as changed
  from _timescaledb_catalog.continuous_agg a
  join _timescaledb_catalog.continuous_aggs_bucket_function f
    on f.mat_hypertable_id = a.mat_hypertable_id
  join lateral (
    select column_name, column_type from _timescaledb_catalog.dimension
    where hypertable_id = a.raw_hypertable_id order by id limit 1) d
    on d.column_type::text in ('date', 'timestamp with time zone', 'timestamp without time zone')
  order by 1, 2`;
