import { EditionError, MigrationError } from "../../base/errors.ts";
import { retry } from "../../base/resilience/mod.ts";
import type { Queryable } from "../../base/sql/mod.ts";
import {
  detectServer,
  type Edition,
  isAtLeast,
  MINIMUM_TIMESCALEDB,
  type ServerInfo,
} from "../../timescale/mod.ts";
import { CREATE_EXTENSION, type ExtensionNeed } from "../plan/extension_need.ts";
import {
  isConnectionLost,
  type MigrationSession,
  type OpenSession,
  refusePooled,
  sqlState,
} from "../session/session.ts";
import { refuseReadOnly } from "./read_only.ts";

/** The edition that a run requires. */
export type Requirement = "community" | "apache";

/** Options of {@linkcode prepareExtension}. */
export interface ExtensionOptions {
  /** Opens a connection that has not loaded the extension. */
  readonly open: OpenSession;
  /** Whether the migrations need the extension. */
  readonly need: ExtensionNeed;
  /** The edition that the server must have. */
  readonly require?: Requirement | undefined;
  /** False to roll the creation back. */
  readonly keep: boolean;
}

/** The server and its extension during a run. */
export interface PreparedServer {
  /** The server as it is with the extension. */
  readonly server: ServerInfo;
  /** The statement that creates the extension before the migrations, or null. */
  readonly extension: string | null;
}

/**
 * Creates the extension in the database if migrations need it and the server offers it. If a
 * migration creates it itself, or if `keep` is false, the creation is rolled back: it only shows
 * what the server will support.
 *
 * @throws {EditionError} If the server does not meet the requirement, or its version loses rows.
 * @throws {MigrationError} If the extension is needed and cannot be created.
 */
export async function prepareExtension(
  session: MigrationSession,
  server: ServerInfo,
  options: ExtensionOptions,
): Promise<PreparedServer> {
  const { open, need, require, keep } = options;
  if (server.timescaledb !== null || server.available === null) {
    checkServer(server, require);
    if (need !== "none" && server.timescaledb !== null) {
      await refuseUnloaded(session, "use the extension timescaledb");
    }
    return { server, extension: null };
  }
  if (need === "none" && require === undefined) return { server, extension: null };
  const isTrial = !keep || need !== "before";
  try {
    // Retry if another run creates the extension at the same time, or if the connection is lost.
    const created = await retry(() => createAndDetect(open, { require, keep: !isTrial }), {
      attempts: 5,
      firstDelayMs: 100,
      isRepeatable: (error) =>
        isConnectionLost(error) || ["23505", "42710", "XX000"].includes(sqlState(error) ?? ""),
    });
    if (need === "none") return { server, extension: null };
    if (need === "before") return { server: created, extension: CREATE_EXTENSION };
    // The migration decides on the schema.
    return { server: { ...created, schema: null }, extension: null };
  } catch (error) {
    // A migration may switch to a role with the privilege, and `plan` works on read-only servers
    // too.
    if (isTrial && unable.has(sqlState(error) ?? "")) return { server, extension: null };
    throw sqlState(error) === "42501" ? forbidden(error) : error;
  }
}

/** Missing privilege; read-only transaction. */
const unable: ReadonlySet<string> = new Set(["42501", "25006"]);

/**
 * Refuses a server that does not meet the requirement, or whose version silently loses rows.
 *
 * @throws {EditionError} If it is refused.
 */
export function checkServer(server: ServerInfo, require: Requirement | undefined): void {
  const { timescaledb, edition } = server;
  if (timescaledb !== null && !isAtLeast(timescaledb, MINIMUM_TIMESCALEDB)) {
    throw new EditionError(
      `Cannot use TimescaleDB ${timescaledb}: before ${MINIMUM_TIMESCALEDB} a multi-row "on conflict do nothing" ` +
        "into a compressed chunk loses rows silently (timescaledb #7672); update the extension",
      { feature: "on conflict do nothing", edition },
    );
  }
  if (require === undefined || ranks[edition] >= ranks[require]) return;
  throw new EditionError(
    `Cannot migrate: the ${require} edition of TimescaleDB is required and the server has ${
      timescaledb === null ? "no TimescaleDB" : `TimescaleDB ${timescaledb}, ${edition} edition`
    }; use a server with it, or leave --require out and have the steps deferred`,
    { feature: `edition ${require}`, edition },
  );
}

const ranks: Readonly<Record<Edition, number>> = { none: 0, apache: 1, community: 2 };

async function createAndDetect(
  open: OpenSession,
  options: Pick<ExtensionOptions, "require" | "keep">,
): Promise<ServerInfo> {
  // `create extension` fails in a session that has already loaded the library.
  await using session = await open();
  const before = await detectServer(session);
  if (before.timescaledb !== null || before.available === null) {
    checkServer(before, options.require);
    return before;
  }
  refusePooled(session);
  if (options.keep) await refuseReadOnly(session);
  await refuseUnloaded(session, "create the extension timescaledb");
  await session.query("begin");
  try {
    await session.query(CREATE_EXTENSION);
    const after = await detectServer(session);
    checkServer(after, options.require);
    await session.query(options.keep ? "commit" : "rollback");
    return after;
  } catch (error) {
    await session.query("rollback").catch(() => {});
    throw error;
  }
}

function forbidden(cause: unknown): MigrationError {
  return new MigrationError(
    'Cannot create the extension timescaledb: the role lacks the privilege; run "create extension timescaledb" in this ' +
      "database as a superuser, then migrate again",
    { cause },
  );
}

/** Unless the server preloads the library, the first use of the extension closes the connection. */
async function refuseUnloaded(session: Queryable, verb: string): Promise<void> {
  const { rows } = await session.query<{ loaded: boolean }>(
    `select exists (select from pg_catalog.pg_settings where name = 'timescaledb.disable_load')
       or pg_catalog.current_setting('timescaledb.allow_install_without_preload', true) = 'on' as loaded`,
  );
  if (rows[0]?.loaded === true) return;
  throw new MigrationError(
    `Cannot ${verb}: the server has its library but does not load it at start; add timescaledb to ` +
      "shared_preload_libraries in postgresql.conf, restart the server, then migrate again",
  );
}
