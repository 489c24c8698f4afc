import type { QueryConfig } from "pg";
import type { Pool } from "./_pool.ts";

/** Makes a round trip on a pool connection and returns its time in milliseconds. */
export async function ping(pool: Pool, timeoutMs: number): Promise<number> {
  const client = await pool.lease({ attempts: 1 });
  try {
    const started = performance.now();
    // query_timeout: the driver accepts it for a single statement, but its types do not list it.
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
