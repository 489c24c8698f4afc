import { pg } from "../../../base/driver/mod.ts";
import { ConnectionError } from "../../../base/errors.ts";
import { type Queryable, quoteIdentifier } from "../../../base/sql/mod.ts";
import { openPostgresSession } from "../../../migrate/mod.ts";
import { urlOf } from "../programs/mod.ts";

/** A connection to the server, beside its databases. It holds what a restore has taken. */
export interface Desk extends Queryable, AsyncDisposable {}

const SCRATCH = "strata_restore_";

/** The lock of a scratch database, by its name; it ends with the desk's connection. */
const LOCK_CLASS = 0x5354_5241;

/**
 * Opens a connection to the database that every server has.
 *
 * @throws {ConnectionError} If the server cannot be reached.
 */
export async function openDesk(url: string): Promise<Desk> {
  for (const database of ["postgres", "template1"]) {
    try {
      return await openPostgresSession(urlOf(url, database), {
        applicationName: "strata restore",
      });
    } catch (error) {
      const isLacking = error instanceof ConnectionError && error.code === "3D000";
      if (!isLacking || database === "template1") throw error;
    }
  }
  throw new TypeError("Cannot open a desk: no database was tried");
}

/** Takes a name for a scratch database; while the desk is open, nobody else removes it. */
export async function takeScratchName(desk: Desk): Promise<string> {
  const name = `${SCRATCH}${crypto.randomUUID().slice(0, 8)}`;
  await desk.query(`select pg_advisory_lock(${LOCK_CLASS}, hashtext($1))`, [name]);
  return name;
}

/** Removes the scratch databases of restores that were killed, and returns their names. */
export async function dropAbandoned(desk: Desk): Promise<readonly string[]> {
  const { rows } = await desk.query<{ name: string }>(
    `select datname::text as name from pg_database
    where datname ~ '^${SCRATCH}[0-9a-f]{8}$' and not exists (
      select from pg_locks where locktype = 'advisory' and classid::int8 = ${LOCK_CLASS}
        and objid::int8 = hashtext(datname::text)::int8 & 4294967295)`,
  );
  for (const { name } of rows) await dropDatabase(desk, name);
  return rows.map(({ name }) => name);
}

/** Drops a database with every connection to it. */
export async function dropDatabase(desk: Desk, name: string): Promise<void> {
  await desk.query(`drop database if exists ${quoteIdentifier(name)} with (force)`);
}

/** Runs work on a connection of its own to a database. */
export async function onDatabase<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "strata restore",
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // A connection that is lost also rejects its query.
  client.on("error", () => {});
  const stop = () => void client.end().catch(() => {});
  signal?.throwIfAborted();
  signal?.addEventListener("abort", stop);
  try {
    await client.connect();
    await client.query(
      `select pg_catalog.set_config(name, '0', false) from pg_catalog.pg_settings
       where name in ('statement_timeout', 'transaction_timeout', 'idle_session_timeout',
         'idle_in_transaction_session_timeout')`,
    );
    return await work(client);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
    await client.end().catch(() => {});
  }
}
