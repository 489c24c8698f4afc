import { EditionError, MigrationError } from "../../base/errors.ts";
import { retry } from "../../base/resilience/mod.ts";
import {
  detectServer,
  type Edition,
  isAtLeast,
  MINIMUM_TIMESCALEDB,
  type ServerInfo,
} from "../../timescale/mod.ts";
import { isConnectionLost, type OpenSession, refusePooled, sqlState } from "../session/session.ts";

/** What a run demands of the server. */
export type Requirement = "community" | "apache";

/** What is wanted of the extension. */
export interface ExtensionOptions {
  /** The edition that the server must have. */
  readonly require?: Requirement | undefined;
  /** False where it must not stay created. */
  readonly keep: boolean;
}

/**
 * The server as it is once TimescaleDB is created in the database, where the server has it. Nothing
 * stays created where `keep` is false, or where the requirement is not met.
 *
 * @throws {EditionError} Where the requirement is not met, or the version loses rows.
 */
export async function prepareExtension(
  open: OpenSession,
  options: ExtensionOptions,
): Promise<ServerInfo> {
  // Another runner may create it at the same time, which fails this one; and a lost answer is no answer.
  return await retry(() => createAndDetect(open, options), {
    attempts: 5,
    firstDelayMs: 100,
    isRepeatable: (error) =>
      isConnectionLost(error) || ["23505", "42710", "XX000"].includes(sqlState(error) ?? ""),
  });
}

/**
 * Refuses a server that does not meet the requirement, or whose version loses rows silently.
 *
 * @throws {EditionError}
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

async function createAndDetect(open: OpenSession, options: ExtensionOptions): Promise<ServerInfo> {
  // The extension wants to be the first statement of a connection that has not loaded it.
  await using session = await open();
  const before = await detectServer(session);
  if (before.timescaledb !== null || before.available === null) {
    checkServer(before, options.require);
    return before;
  }
  refusePooled(session);
  await session.query("begin");
  try {
    await session.query("create extension timescaledb");
    const after = await detectServer(session);
    checkServer(after, options.require);
    await session.query(options.keep ? "commit" : "rollback");
    return after;
  } catch (error) {
    await session.query("rollback").catch(() => {});
    if (sqlState(error) !== "42501") throw error;
    throw new MigrationError(
      'Cannot create the extension timescaledb: the role may not; run "create extension timescaledb" in this ' +
        "database as a superuser, then migrate again",
      { cause: error },
    );
  }
}
