import type { Queryable } from "../../base/sql/mod.ts";
import { searchPathSql } from "../../timescale/extension_schema.ts";
import { sqlState } from "../session/session.ts";

/**
 * Normalises a query through the server: creates a temporary view, reads its definition, and rolls
 * back. So two texts of the same query become equal.
 *
 * @param client A connection that is not in a transaction.
 * @returns The text; null if the server refuses the query; `undefined` if it refuses all temporary
 * views, as on a standby or for lack of privileges.
 * @throws If it fails for a reason other than the query.
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
    // Other failures (a lost connection, no memory) do not concern the query.
    if (!refusals.has(state.slice(0, 2))) throw error;
    return null;
  } finally {
    // Fails if the connection is lost, which the previous error already tells.
    await client.query("rollback").catch(() => {});
  }
}

/** A read-only transaction, a missing privilege, a lock timeout. */
const unable: ReadonlySet<string> = new Set(["25006", "42501", "55P03"]);

/**
 * The error classes for problems with the query: a feature, a value, a schema, a name or the
 * syntax.
 */
const refusals: ReadonlySet<string> = new Set(["0A", "22", "3F", "42"]);
