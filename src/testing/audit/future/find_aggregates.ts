import { type Queryable, quoteIdentifier } from "../../../base/sql/mod.ts";
import { alterableColumns } from "./alterable_columns.ts";
import type { FutureTable } from "./future_table.ts";
import type { Horizon } from "./horizon.ts";

/**
 * Finds what continuous aggregates have stored: the rows of a hypertable do not take their buckets
 * with them when they go.
 */
export async function findAggregates(
  client: Queryable,
  { at }: Horizon,
): Promise<readonly FutureTable[]> {
  if (!await hasBuckets(client)) return [];
  const { rows } = await client.query<StoredAggregate>(
    `select v.view_name as label, v.materialization_hypertable_schema as schema,
      v.materialization_hypertable_name as table, d.column_name as time,
      b.bucket_width::text as width, d.column_type::text as type
    from timescaledb_information.continuous_aggregates v
    join _timescaledb_catalog.hypertable h
      on h.schema_name = v.materialization_hypertable_schema
      and h.table_name = v.materialization_hypertable_name
    join _timescaledb_catalog.continuous_aggs_bucket_function b on b.mat_hypertable_id = h.id
    join timescaledb_information.dimensions d
      on d.hypertable_schema = h.schema_name and d.hypertable_name = h.table_name
      and d.dimension_number = 1
    order by h.id`,
  );
  const found: FutureTable[] = [];
  for (const { label, schema, table, time, width, type } of rows) {
    // A bucket of integers has no instant.
    if (!/^(timestamp|date)/.test(type)) continue;
    const name = quoteIdentifier(schema, table);
    const end = `${quoteIdentifier(time)} + interval '${width}'`;
    const isFuture = `${quoteIdentifier(time)} > ${at} - interval '${width}' and ${end} > ${at}`;
    const figures = await alterableColumns(client, name);
    found.push({ name, label, isFuture, figures, amounts: [], isOwn: false });
  }
  return found;
}

interface StoredAggregate {
  readonly label: string;
  readonly schema: string;
  readonly table: string;
  readonly time: string;
  readonly width: string;
  readonly type: string;
}

async function hasBuckets(client: Queryable): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    "select to_regclass('_timescaledb_catalog.continuous_aggs_bucket_function') is not null as found",
  );
  return rows[0]?.found ?? false;
}
