import type pg from "pg";
import { withDeadline } from "../../../base/resilience/mod.ts";
import type { Queryable } from "../../../base/sql/mod.ts";
import type { Database } from "../../../database/mod.ts";

/** Runs reads in a transaction that can write nothing. */
export type ReadOnly = <T>(run: (client: Queryable) => Promise<T>) => Promise<T>;

/** How much longer than the server's limit an answer may be under way, in milliseconds. */
const ON_THE_WAY_MS = 2_000;

/**
 * Reads on a database in transactions that are read-only, with a time limit for each statement. A
 * transaction sets both, since a pooler in between may refuse them for a session.
 */
export function readOnlyOn(database: Pick<Database, "pool">, timeoutMs: number): ReadOnly {
  return async (run) => {
    const client = await lend(database.pool);
    try {
      const result = await withDeadline(
        inTransaction(client, run, timeoutMs),
        timeoutMs * 2 + ON_THE_WAY_MS,
        () => new DOMException("the database does not answer", "TimeoutError"),
      );
      client.release();
      return result;
    } catch (error) {
      // Its state is not known: it is closed, which ends the transaction.
      client.release(true);
      throw error;
    }
  };
}

async function inTransaction<T>(
  client: pg.PoolClient,
  run: (client: Queryable) => Promise<T>,
  timeoutMs: number,
): Promise<T> {
  await client.query(
    `begin transaction read only; set local statement_timeout = ${timeoutMs}; ` +
      `set local lock_timeout = ${Math.ceil(timeoutMs / 2)}`,
  );
  const result = await run(client);
  await client.query("commit");
  return result;
}

/** Takes a connection without the pauses of a pool that waits for its server: the page asks again. */
async function lend(pool: pg.Pool | LeasingPool): Promise<pg.PoolClient> {
  return "lease" in pool ? await pool.lease({ attempts: 1 }) : await pool.connect();
}

/** The part of this package's pool that node-postgres's has not. */
interface LeasingPool {
  lease(options: { readonly attempts: number }): Promise<pg.PoolClient>;
}
