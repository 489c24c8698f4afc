import type { PoolClient } from "pg";
import { pg } from "../../base/driver/mod.ts";
import type { Queryable, QueryRows } from "../../base/sql/mod.ts";
import type { Database } from "../../database/mod.ts";

/** A connection whose statements take as long as they take. */
export interface PatientClient extends AsyncDisposable, Queryable {
  /** The connection itself, for copies. */
  readonly connection: PoolClient;
}

/**
 * Takes a connection of the pool on which no time limit holds, neither the server's nor the
 * driver's: a month of candles is counted, put back or aggregated for minutes. Its instants are in
 * UTC. Disposing of it frees its locks and closes it.
 */
export async function patientClient({ pool }: Database): Promise<PatientClient> {
  const connection = await pool.connect();
  try {
    await connection.query("set timezone = 'UTC'");
    await connection.query("set statement_timeout = 0");
    await connection.query("set idle_in_transaction_session_timeout = 0");
  } catch (error) {
    connection.release(true);
    throw error;
  }
  return {
    connection,
    query: (text, values = []) => ask(connection, { text, values }),
    async [Symbol.asyncDispose]() {
      await connection.query("select pg_advisory_unlock_all()").catch(() => {
        // The connection is gone, and its locks with it.
      });
      connection.release(true);
    },
  };
}

/** Runs a statement as node-postgres runs those of other libraries: these have no time limit. */
function ask<Row>(
  connection: PoolClient,
  statement: { readonly text: string; readonly values: unknown[] },
): Promise<QueryRows<Row>> {
  return new Promise((resolve, reject) => {
    const query = new pg.Query(statement);
    const settle = (error: Error | null, result: QueryRows<Row>) =>
      error ? reject(error) : resolve(result);
    connection.query(Object.assign(query, { "query_timeout": 0, callback: settle }));
  });
}
