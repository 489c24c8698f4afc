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
import { type PatientClient, patientClient } from "./patient_client.ts";

/** A run over one table's archive, the only one at its time. */
export interface ArchiveRun extends AsyncDisposable {
  readonly table: ArchivedTable;
  /** The connection that holds the lock: what it commits, no other run can have undone. */
  readonly client: PatientClient;
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
  const client = await patientClient(database);
  const end = () => client[Symbol.asyncDispose]();
  try {
    const server = await detectServer(client);
    if (server.schema === null) {
      throw new ConfigError(
        `Cannot archive "${table.name}": the database has no TimescaleDB, so no chunks`,
      );
    }
    if (server.restoring) throw new StrataError(`Cannot archive: ${RESTORING_STATE}`);
    const { rows: [lock] } = await client.query<{ is: boolean }>(
      "select pg_try_advisory_lock(hashtextextended('strata archive ' || $1, 0)) as is",
      [table.name],
    );
    if (lock?.is !== true) {
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
