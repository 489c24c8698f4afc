import type { Queryable } from "../../src/base/sql/mod.ts";

/** Returns a digest of every row of every table, with what compression and aggregates hold. */
export async function contentOf(client: Queryable): Promise<Readonly<Record<string, string>>> {
  const { rows } = await client.query<{ name: string }>(
    // The catalog of chunks says which are compressed, and whether rows were taken out of them.
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname = 'public' or tablename like '\\_materialized\\_hypertable%'
      or (schemaname, tablename) = ('_timescaledb_catalog', 'chunk')
    order by 1`,
  );
  const content: Record<string, string> = {};
  for (const { name } of rows) {
    const found = await client.query<{ digest: string }>(
      `select coalesce(md5(string_agg(t::text, '|' order by t::text)), 'empty') as digest from ${name} t`,
    );
    content[name] = found.rows[0]?.digest ?? "";
  }
  return content;
}
