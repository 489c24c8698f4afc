import type { Queryable } from "../base/sql/mod.ts";
import type { Database } from "../database/mod.ts";

/** Runs statements on one connection of a pool, in a transaction. */
export async function inTransaction<T>(
  pool: Database["pool"],
  run: (client: Queryable) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const answer = await run(client);
    await client.query("commit");
    return answer;
  } catch (error) {
    // A connection that cannot roll back is closed, which rolls back too.
    await client.query("rollback").catch(() => client.release(true));
    throw error;
  } finally {
    client.release();
  }
}
