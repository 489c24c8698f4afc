import type { Queryable } from "../../../base/sql/mod.ts";

/**
 * Lists the chunks of a hypertable that are compressed and hold no rows beside, as SQL names: those
 * that may hold rows beside for an older snapshot, since their own file is not empty.
 */
export async function readCompressed(
  now: Queryable,
  { schema, table }: { readonly schema: string; readonly table: string },
): Promise<readonly string[]> {
  const { rows } = await now.query<{ chunk: string }>(COMPRESSED, [schema, table]);
  return rows.map(({ chunk }) => chunk);
}

// Bit 1 stands for compressed, bit 8 for rows beside. Newer servers name a chunk by its relation,
// which is written without a schema where the search path finds it.
const COMPRESSED = `
  select format('%I.%I', n.nspname, k.relname) as chunk
  from (select id, to_jsonb(c) as j from _timescaledb_catalog.chunk c
    where status & 9 = 1 and hypertable_id = (select id from _timescaledb_catalog.hypertable
      where schema_name = $1 and table_name = $2)) c
  join pg_catalog.pg_class k on k.oid = coalesce(c.j ->> 'relid',
    format('%I.%I', c.j ->> 'schema_name', c.j ->> 'table_name'))::regclass
  join pg_catalog.pg_namespace n on n.oid = k.relnamespace
  where pg_catalog.pg_relation_size(k.oid) > 0
  order by c.id`;
