import { retry } from "../../../base/resilience/mod.ts";
import { quoteIdentifier } from "../../../base/sql/mod.ts";
import type { MigrationSession, OpenSession } from "../../session/session.ts";
import { isLeftover, SCRATCH_NAMES, scratchName } from "./scratch_name.ts";
import {
  connectionFailure,
  creationFailure,
  ScratchUnavailable,
  sessionObstacle,
} from "./scratch_unavailable.ts";

/** A temporary database on a server. Disposing drops it. */
export interface ScratchDatabase extends AsyncDisposable {
  /** Its name. */
  readonly name: string;
  /**
   * The only session to it. The server allows no other connection, not even from TimescaleDB's
   * scheduler.
   */
  readonly session: MigrationSession;
}

/** Options of {@linkcode createScratchDatabase}. */
export interface ScratchDatabaseOptions {
  /** Opens a session to any database of the server. */
  readonly open: OpenSession;
  /** Drops the database at once when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Called with databases that could not be dropped. */
  readonly onLeft: (database: string) => void;
}

/**
 * Creates a scratch database, and drops those that crashed runs have left behind.
 *
 * @throws {ScratchUnavailable} If the server, the role or a pooler does not allow it.
 */
export async function createScratchDatabase(
  options: ScratchDatabaseOptions,
): Promise<ScratchDatabase> {
  const { open, signal, onLeft } = options;
  await using door = await open();
  const obstacle = sessionObstacle(door);
  if (obstacle !== null) throw obstacle;
  await dropLeftovers(door, onLeft);
  const name = scratchName(Deno.pid);
  let dropping: Promise<void> | undefined;
  const drop = () => dropping ??= dropDatabase(open, name).catch(() => onLeft(name));
  signal?.throwIfAborted();
  try {
    await door.query(`create database ${quoteIdentifier(name)} template template0`);
    const session = await connect(door, name);
    signal?.addEventListener("abort", drop, { once: true });
    return {
      name,
      session,
      [Symbol.asyncDispose]: async () => {
        signal?.removeEventListener("abort", drop);
        await session[Symbol.asyncDispose]();
        await drop();
      },
    };
  } catch (error) {
    await drop();
    signal?.throwIfAborted();
    throw error instanceof ScratchUnavailable ? error : creationFailure(await roleOf(door), error);
  }
}

/**
 * Opens the only session to a database and then disallows connections. TimescaleDB's launcher
 * starts jobs in every database that allows connections, and an ordinary role cannot stop them.
 */
async function connect(door: MigrationSession, name: string): Promise<MigrationSession> {
  const session = await door.openDatabase?.(name).catch((error) => {
    throw connectionFailure(error);
  });
  if (session === undefined) {
    throw new ScratchUnavailable("the session cannot open another database");
  }
  try {
    await door.query(`alter database ${quoteIdentifier(name)} allow_connections false`);
    return session;
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error;
  }
}

async function dropDatabase(open: OpenSession, name: string): Promise<void> {
  // Use a new connection, since the earlier one may be lost.
  await retry(async () => {
    await using door = await open();
    await door.query(`drop database if exists ${quoteIdentifier(name)} with (force)`);
  }, { attempts: 3, firstDelayMs: 200, isRepeatable: () => true });
}

/** Drops scratch databases that are older than a day and have no connection. */
async function dropLeftovers(
  door: MigrationSession,
  onLeft: (database: string) => void,
): Promise<void> {
  const { rows } = await door.query<{ name: string }>(
    `select d.datname as name from pg_catalog.pg_database d
     where d.datname like $1
       and not exists (select from pg_catalog.pg_stat_activity a where a.datname = d.datname)`,
    [SCRATCH_NAMES],
  );
  for (const { name } of rows) {
    if (!isLeftover(name)) continue;
    // Not with force: if somebody has connected meanwhile, the database is in use.
    await door.query(`drop database if exists ${quoteIdentifier(name)}`).catch(() => onLeft(name));
  }
}

async function roleOf(door: MigrationSession): Promise<string> {
  const { rows } = await door.query<{ role: string }>("select current_user::text as role");
  return rows[0]?.role ?? "?";
}
