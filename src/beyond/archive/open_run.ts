import type pg from "pg";
import { ConfigError, StrataError } from "../../base/errors.ts";
import type { Database } from "../../database/mod.ts";
import {
  detectServer,
  type Hypertable,
  RESTORING_STATE,
  type ServerInfo,
} from "../../timescale/mod.ts";
import { type ArchivedTable, describeTable, refuseRevisions } from "./archived_table.ts";
import { type Aggregate, readAggregates } from "./aggregates.ts";

/** A run over one table's archive, the only one at its time. */
export interface ArchiveRun extends AsyncDisposable {
  readonly table: ArchivedTable;
  /** The connection that holds the lock: what it commits, no other run can have undone. */
  readonly client: pg.PoolClient;
  readonly server: ServerInfo;
  /** The schema of the extension. */
  readonly schema: string;
  readonly aggregates: readonly Aggregate[];
}

/**
 * Begins a run over a table's archive.
 *
 * @throws {ConfigError} If the table cannot be archived, or the server has no TimescaleDB.
 * @throws {StrataError} If another run is under way.
 */
export async function openRun(database: Database, hypertable: Hypertable): Promise<ArchiveRun> {
  const table = describeTable(hypertable);
  refuseRevisions(table);
  const client = await database.pool.connect();
  let isLocked = false;
  const end = async () => {
    if (!isLocked) return client.release(true);
    await client.query("select pg_advisory_unlock_all()").catch(() => {
      // The connection is gone, and the lock with it.
    });
    // With its settings, which are the session's.
    client.release(true);
  };
  try {
    const server = await detectServer(client);
    if (server.schema === null) {
      throw new ConfigError(
        `Cannot archive "${table.name}": the database has no TimescaleDB, so no chunks`,
      );
    }
    if (server.restoring) throw new StrataError(`Cannot archive: ${RESTORING_STATE}`);
    await client.query("set timezone = 'UTC'");
    // A run waits for S3 between its statements, and reads long.
    await client.query("set statement_timeout = 0");
    await client.query("set idle_in_transaction_session_timeout = 0");
    const { rows: [lock] } = await client.query<{ is: boolean }>(
      "select pg_try_advisory_lock(hashtextextended('strata archive ' || $1, 0)) as is",
      [table.name],
    );
    isLocked = lock?.is === true;
    if (!isLocked) {
      throw new StrataError(
        `Cannot archive "${table.name}": another run over it is under way, wait for its end`,
      );
    }
    const aggregates = await readAggregates(client, table);
    return { table, client, server, schema: server.schema, aggregates, [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}
