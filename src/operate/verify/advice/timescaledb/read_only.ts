import type pg from "pg";
import { type Queryable, quoteLiteral, serverReason } from "../../../../base/sql/mod.ts";
import { type Finding, finding } from "../finding.ts";

/**
 * Runs a part of the advice in a transaction that only reads and waits for no lock. Where it fails,
 * as for want of a right, the finding says so: advice never fails a check.
 */
export async function readOnly(
  pool: pg.Pool,
  what: string,
  advise: (client: Queryable) => Promise<Finding[]>,
): Promise<Finding[]> {
  let client: pg.PoolClient | undefined;
  try {
    client = await pool.connect();
    await client.query("begin read only");
    await client.query("set local lock_timeout = '300ms'");
    // Compiling the catalog's views takes longer than reading them.
    await client.query("set local jit = off");
    await client.query("set local statement_timeout = '5s'");
    return await advise(client);
  } catch (error) {
    return [finding("advice-incomplete", {
      object: what,
      sentence: `Nothing is said of ${what}: ${serverReason(error)}`,
      remedy: `select current_user, pg_has_role('pg_monitor', 'usage') as may_see_all; -- ${
        quoteLiteral(what)
      }`,
    })];
  } finally {
    await client?.query("rollback").catch(() => {});
    client?.release();
  }
}
