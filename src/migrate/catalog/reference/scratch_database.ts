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

/** A database of one's own on a server, which is dropped on disposal. */
export interface ScratchDatabase extends AsyncDisposable {
  /** Its name. */
  readonly name: string;
  /** The one session to it: the server lets in nobody else, not even TimescaleDB's scheduler. */
  readonly session: MigrationSession;
}

/** How a scratch database is made. */
export interface ScratchDatabaseOptions {
  /** Opens a session to any database of the server. */
  readonly open: OpenSession;
  /** Drops it at once where it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** Told of databases that could not be dropped. */
  readonly onLeft: (database: string) => void;
}

/**
 * Creates a scratch database, and drops those that runs which died left behind.
 *
 * @throws {ScratchUnavailable} Where the server, the role or a pooler does not let it.
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
 * Opens the one session to a database, and closes the door behind it. TimescaleDB's launcher starts
 * jobs in every database that takes connections, and a plain role may neither stop nor end them.
 */
async function connect(door: MigrationSession, name: string): Promise<MigrationSession> {
  const session = await door.openDatabase?.(name).catch((error) => {
    throw connectionFailure(error);
  });
  if (session === undefined) throw new ScratchUnavailable("the session opens no other database");
  try {
    await door.query(`alter database ${quoteIdentifier(name)} allow_connections false`);
    return session;
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error;
  }
}

async function dropDatabase(open: OpenSession, name: string): Promise<void> {
  // A connection of its own: an earlier one may be lost, and with it what it was told to do.
  await retry(async () => {
    await using door = await open();
    await door.query(`drop database if exists ${quoteIdentifier(name)} with (force)`);
  }, { attempts: 3, firstDelayMs: 200, isRepeatable: () => true });
}

/** Drops the scratch databases older than a day that nobody is connected to. */
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
    // Without force: one that somebody is connected to by now is in use.
    await door.query(`drop database if exists ${quoteIdentifier(name)}`).catch(() => onLeft(name));
  }
}

async function roleOf(door: MigrationSession): Promise<string> {
  const { rows } = await door.query<{ role: string }>("select current_user::text as role");
  return rows[0]?.role ?? "?";
}
