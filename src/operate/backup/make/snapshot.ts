import { pg } from "../../../base/driver/mod.ts";
import { StrataError } from "../../../base/errors.ts";
import { type Queryable, quoteIdentifier } from "../../../base/sql/mod.ts";
import { type MigrationSession, openPostgresSession } from "../../../migrate/mod.ts";
import { detectServer, RESTORING_STATE, type ServerInfo } from "../../../timescale/mod.ts";

/** A moment of a database that stays as it is while it is open. */
export interface Snapshot extends AsyncDisposable {
  /** The connection, in the transaction of the snapshot. */
  readonly client: pg.Client;
  /** A connection that sees what is committed since. */
  readonly now: Queryable;
  /** The name by which `pg_dump` reads the same moment. */
  readonly id: string;
  readonly server: ServerInfo;
}

/**
 * Takes a snapshot that another session can use. Every table is locked against removal first:
 * otherwise a job that compresses or drops a chunk between the snapshot and the dump's own locks
 * would end the dump.
 *
 * @throws {ConnectionError} If the server cannot be reached.
 * @throws {StrataError} If a backup of it would not be whole.
 */
export async function takeSnapshot(url: string, signal?: AbortSignal): Promise<Snapshot> {
  const now = await openPostgresSession(url, { applicationName: "strata backup" });
  const client = new pg.Client({
    connectionString: url,
    application_name: "strata backup",
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // A connection that is lost also rejects its query.
  client.on("error", () => {});
  const stop = () => void client.end().catch(() => {});
  signal?.addEventListener("abort", stop);
  const dispose = async () => {
    signal?.removeEventListener("abort", stop);
    await client.end().catch(() => {});
    await now[Symbol.asyncDispose]();
  };
  try {
    const server = await lookAt(now);
    await client.connect();
    await client.query(SETTINGS);
    // Servers on platforms without this check refuse the setting.
    await client.query("set client_connection_check_interval = '500ms'").catch(() => {});
    const id = await lockAndExport(client);
    return { client, now, id, server, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

// What a role or database limits would end a long dump.
const SETTINGS = `
  select pg_catalog.set_config(name, '0', false) from pg_catalog.pg_settings
  where name in ('statement_timeout', 'transaction_timeout', 'idle_session_timeout',
    'idle_in_transaction_session_timeout');
  set lock_timeout = '60s';
  set search_path = pg_catalog`;

async function lookAt(session: MigrationSession): Promise<ServerInfo> {
  if (session.isPooled === true) {
    throw new StrataError(
      "Cannot back up over this connection: it goes through a pooler, over which no snapshot holds, " +
        "set MIGRATION_DATABASE_URL to a direct connection",
    );
  }
  const server = await detectServer(session);
  if (server.restoring) throw new StrataError(`Cannot back up: ${RESTORING_STATE}`);
  return server;
}

const TRIES = 5;

async function lockAndExport(client: pg.Client): Promise<string> {
  for (let attempt = 1;; attempt++) {
    const { rows } = await client.query<{ schema: string; name: string }>(TABLES);
    await client.query("begin isolation level repeatable read read only");
    try {
      if (rows.length > 0) {
        const names = rows.map(({ schema, name }) => quoteIdentifier(schema, name));
        // It takes no snapshot yet, so what is committed until the next statement is in it.
        await client.query(`lock table ${names.join(", ")} in access share mode`);
      }
      const exported = await client.query<{ id: string }>("select pg_export_snapshot() as id");
      return exported.rows[0]?.id ?? "";
    } catch (error) {
      await client.query("rollback").catch(() => {});
      // A chunk was dropped meanwhile.
      const isGone = error instanceof Error && "code" in error && error.code === "42P01";
      if (!isGone || attempt === TRIES) throw error;
    }
  }
}

const TABLES = `
  select n.nspname::text as schema, c.relname::text as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and c.relpersistence <> 't'
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not exists (select from pg_depend d
      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  order by c.oid`;
