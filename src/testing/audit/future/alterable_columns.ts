import type { Queryable } from "../../../base/sql/mod.ts";

/**
 * Finds the columns of a table whose values may be altered: numbers that are in no key and that do
 * not say when a row is known.
 */
export async function alterableColumns(
  client: Queryable,
  table: string,
  clock = "",
): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select a.attname as name
    from pg_attribute a
    where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
      and a.attgenerated = '' and a.attidentity = ''
      and a.atttypid = any('{int2,int4,int8,float4,float8,numeric}'::regtype[])
      and not exists (
        select from pg_constraint c
        where c.conrelid = a.attrelid and c.contype in ('p', 'u', 'f') and a.attnum = any(c.conkey)
      )
      and not exists (
        select from pg_index i
        where i.indrelid = a.attrelid and (i.indisunique or $2) and a.attnum = any(i.indkey)
      )
    order by a.attnum`,
    // The indexes of a continuous aggregate are on what it groups by.
    [table, clock === ""],
  );
  return rows.map(({ name }) => name).filter((name) => !clock.includes(name));
}
