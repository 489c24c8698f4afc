import type { Queryable } from "../../base/sql/mod.ts";
import type { ArchivedTable } from "./archived_table.ts";
import type { Chunk } from "./plan_units.ts";

/** Reads the chunks of a table, in the order of time. */
export async function readChunks(
  source: Queryable,
  { schema, table }: Pick<ArchivedTable, "schema" | "table">,
): Promise<readonly Chunk[]> {
  const { rows } = await source.query<{ name: string; from: string; to: string }>(
    `select format('%I.%I', chunk_schema, chunk_name) as name,
      extract(epoch from range_start) * 1000 as "from", extract(epoch from range_end) * 1000 as "to"
    from timescaledb_information.chunks
    where hypertable_schema = $1 and hypertable_name = $2
    order by range_start`,
    [schema, table],
  );
  return rows.map(({ name, from, to }) => ({
    name,
    from: new Date(Number(from)),
    to: new Date(Number(to)),
  }));
}
