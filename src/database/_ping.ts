import type { QueryConfig } from "pg";
import type { Pool } from "./_pool.ts";

/** Makes one round trip on a connection of the pool and gives its time in milliseconds. */
export async function ping(pool: Pool, timeoutMs: number): Promise<number> {
  const client = await pool.lease({ attempts: 1 });
  try {
    const started = performance.now();
    // query_timeout: the driver takes it for one statement too, its types do not know.
    const statement: QueryConfig & { query_timeout: number } = {
      text: "select 1",
      "query_timeout": timeoutMs,
    };
    await client.query(statement);
    return performance.now() - started;
  } finally {
    client.release();
  }
}
