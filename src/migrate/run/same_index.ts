import type { Queryable } from "../../base/sql/mod.ts";
import type { IndexBuild } from "./index_build.ts";

/**
 * Tells whether the existing index is the one that a statement builds. Builds it on an empty
 * temporary table with the same columns, compares the two in the catalog, and rolls back.
 */
export async function isIndexOf(client: Queryable, build: IndexBuild): Promise<boolean> {
  await client.query("begin");
  try {
    await client.query(
      `create temporary table strata_same_index (like ${build.table} including generated) on commit drop`,
    );
    await client.query(
      `create ${
        build.unique ? "unique " : ""
      }index strata_same_index_1 on pg_temp.strata_same_index${build.definition}`,
    );
    const { rows } = await client.query<{ same: boolean }>(
      `select (${shapeOf("$1")}) = (${shapeOf("'pg_temp.strata_same_index_1'")})
         and (select indrelid from pg_catalog.pg_index where indexrelid = to_regclass($1)) = to_regclass($2)
         as same`,
      [build.name, build.table],
    );
    return rows[0]?.same === true;
  } finally {
    await client.query("rollback").catch(() => {});
  }
}

/** Returns a query for the properties of an index, except its name and table, as one text. */
function shapeOf(index: string): string {
  return `select pg_catalog.jsonb_build_array(
      i.indisunique, i.indnkeyatts, a.amname, c.reloptions,
      pg_catalog.to_jsonb(i) -> 'indnullsnotdistinct',
      i.indclass::text, i.indcollation::text, i.indoption::text,
      pg_catalog.pg_get_expr(i.indpred, i.indrelid),
      (select pg_catalog.jsonb_agg(pg_catalog.pg_get_indexdef(i.indexrelid, n, false) order by n)
       from pg_catalog.generate_series(1, i.indnatts) n)
    )::text
    from pg_catalog.pg_index i
    join pg_catalog.pg_class c on c.oid = i.indexrelid
    join pg_catalog.pg_am a on a.oid = c.relam
    where i.indexrelid = to_regclass(${index})`;
}
