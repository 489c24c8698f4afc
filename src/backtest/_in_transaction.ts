import type { Queryable } from "../base/sql/mod.ts";
import type { Database } from "../database/mod.ts";
import { inTransaction as inSession } from "../migrate/run/in_transaction.ts";

/** Runs statements on one connection of a pool, in a transaction. */
export async function inTransaction<T>(
  pool: Database["pool"],
  run: (client: Queryable) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    return await inSession(client, () => run(client));
  } finally {
    // The pool closes a connection that could not roll back.
    client.release();
  }
}
