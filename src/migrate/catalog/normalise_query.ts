import type { Queryable } from "../../base/sql/mod.ts";
import { searchPathSql } from "../../timescale/extension_schema.ts";
import { sqlState } from "../session/session.ts";

/**
 * Has the server word a query as it words a view's definition, so that two texts of one query become
 * the same. A temporary view is made for it and rolled back.
 *
 * @param client A connection of its own, outside of a transaction.
 * @returns The text, null where the server refuses the query, undefined where it makes no temporary
 * view at all: a standby, or a role that may not.
 * @throws Where it fails for another reason than the query.
 */
export async function normaliseQuery(
  client: Queryable,
  query: string,
): Promise<string | null | undefined> {
  let isWritable = false;
  await client.query("begin");
  try {
    await client.query("set transaction read write");
    isWritable = true;
    await client.query(searchPathSql({ isLocal: true }));
    await client.query("set local lock_timeout = '2s'");
    await client.query(`create temporary view strata_query as ${query}`);
    await client.query("set local search_path = pg_catalog");
    const { rows } = await client.query<{ text: string }>(
      "select pg_get_viewdef('pg_temp.strata_query'::regclass) as text",
    );
    return rows[0]?.text ?? null;
  } catch (error) {
    const state = sqlState(error) ?? "";
    if (!isWritable || unable.has(state)) return undefined;
    // Whatever else fails (a lost connection, no memory) says nothing of the query.
    if (!refusals.has(state.slice(0, 2))) throw error;
    return null;
  } finally {
    // Fails with the connection: the error before it says why.
    await client.query("rollback").catch(() => {});
  }
}

/** A read-only transaction, no privilege, a lock not had. */
const unable: ReadonlySet<string> = new Set(["25006", "42501", "55P03"]);

/** Classes of what is wrong with a query: a feature, a value, a schema, a name or its syntax. */
const refusals: ReadonlySet<string> = new Set(["0A", "22", "3F", "42"]);
