import { pg } from "../../../base/driver/mod.ts";
import { StrataError } from "../../../base/errors.ts";
import { quoteIdentifier, quoteLiteral } from "../../../base/sql/mod.ts";
import type { Manifest } from "../manifest/mod.ts";
import { onDatabase } from "./desk.ts";

type Server = Manifest["server"];

/** Creates the extension in the version of the backup and begins restoring mode. */
export async function beginRestoring(url: string, server: Server): Promise<void> {
  const { timescaledb, schema } = server;
  if (timescaledb === null || schema === null) return;
  if (schema !== "public") {
    await onDatabase(url, (client) => client.query(`create schema ${quoteIdentifier(schema)}`));
  }
  await onDatabase(url, async (client) => {
    await client.query(
      `create extension timescaledb with schema ${quoteIdentifier(schema)}
        version ${quoteLiteral(timescaledb)}`,
    );
  });
  await onDatabase(url, async (client) => {
    await client.query(`select ${quoteIdentifier(schema)}.timescaledb_pre_restore()`);
  });
}

/**
 * Ends restoring mode, on a connection of its own: whatever happened before, it must not stay.
 *
 * @throws {StrataError} If it could not be ended, with the statement that does.
 */
export async function endRestoring(url: string, server: Server): Promise<void> {
  const { timescaledb, schema } = server;
  if (timescaledb === null || schema === null) return;
  try {
    await onDatabase(url, async (client) => {
      // The database may have a default of its own.
      await client.query("set default_transaction_read_only = off");
      await client.query(`select ${quoteIdentifier(schema)}.timescaledb_post_restore()`);
    });
  } catch (cause) {
    throw new StrataError(
      'Cannot end restoring mode: rows written now would be lost; run "select timescaledb_post_restore()" in the ' +
        "database before anything else",
      { cause },
    );
  }
}

/** Names a database so that its sessions read hypertables although it is in restoring mode. */
export function readableUrl(url: string, server: Server): string {
  if (server.timescaledb === null) return url;
  const readable = new URL(url);
  readable.searchParams.set("options", "-c timescaledb.restoring=off");
  return readable.href;
}

/** Switches every job off, so that none runs once restoring mode ends. */
export async function switchJobsOff(url: string, server: Server): Promise<void> {
  if (server.timescaledb === null) return;
  await onDatabase(url, async (client) => {
    await client.query("update _timescaledb_config.bgw_job set scheduled = false");
  });
}

/**
 * Updates the extension to the newest version that the server offers.
 *
 * @throws {StrataError} If the server refuses; the database is then as in the backup.
 */
export async function updateExtension(url: string, database: string): Promise<void> {
  const fresh = new URL(url);
  // Sent at login: the update has to be the first statement of its connection.
  fresh.searchParams.set("options", "-c statement_timeout=0");
  const client = new pg.Client({ connectionString: fresh.href, connectionTimeoutMillis: 10_000 });
  // A connection that is lost also rejects its query.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("alter extension timescaledb update");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StrataError(
      `Cannot update TimescaleDB in "${database}": ${reason}; the database is restored as in the backup, run ` +
        '"alter extension timescaledb update" in it',
      { cause },
    );
  } finally {
    await client.end().catch(() => {});
  }
}
