import type { Migration } from "../../author/migration.ts";
import type { OpenSession } from "../../session/session.ts";
import { statementHead } from "../../text/statement_head.ts";
import { changesCluster, createdRoles, withoutSchemaOwner } from "./cluster_statements.ts";
import { createdExtension } from "./extension_statements.ts";
import {
  createExtension,
  extensionsBefore,
  type GivenExtension,
  readExtensions,
} from "./given_extensions.ts";
import { withMissingRoles } from "./missing_role.ts";
import type { ApplyOptions, Reference } from "./reference.ts";
import { createScratchDatabase } from "./scratch_database.ts";

/** How a scratch database becomes a reference. */
export interface ScratchReferenceOptions {
  /** Opens a session to a database of the server on which the scratch database is made. */
  readonly server: OpenSession;
  /** Opens a session to the database whose extensions it shall have, that of `server` by default. */
  readonly like?: OpenSession | undefined;
  /** The migrations that will be tried in it. */
  readonly migrations: readonly Migration[];
  /** Drops it at once where it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** Told of databases that could not be dropped. */
  readonly onLeft?: (database: string) => void;
}

/**
 * Makes a scratch database on a server: empty but for the extensions that the real database has. What
 * migrations change beyond their database is left out there: roles and memberships, databases, settings
 * of the server. A grant to a role that is not there is left out too. No job runs in it.
 *
 * @throws {ScratchUnavailable} Where none can be made.
 */
export async function openScratchReference(options: ScratchReferenceOptions): Promise<Reference> {
  const { server, like = server, migrations, signal, onLeft = () => {} } = options;
  const given = await extensionsOf(like);
  const database = await createScratchDatabase({ open: server, signal, onLeft });
  const { session } = database;
  try {
    // Roles that own tables on the server may own them here.
    await session.query("grant all on schema public to public");
    for (const extension of extensionsBefore(given, migrations)) {
      // What this server does not have fails in the migration that needs it.
      await createExtension(session, extension).catch(() => {});
    }
  } catch (error) {
    await database[Symbol.asyncDispose]();
    signal?.throwIfAborted();
    throw error;
  }
  const reference: Reference = {
    query: (text, values) => session.query(text, values),
    apply: (statement, applying) => apply(reference, statement, applying),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
  return reference;
}

async function extensionsOf(open: OpenSession): Promise<readonly GivenExtension[]> {
  await using session = await open();
  return await readExtensions(session);
}

async function apply(
  reference: Reference,
  statement: string,
  { transaction }: ApplyOptions,
): Promise<void> {
  if (updatesTimescale.test(statementHead(statement))) return;
  if (changesCluster(statement) && !await isDone(reference, statement)) return;
  const extension = createdExtension(statement);
  if (extension !== null && await hasExtension(reference, extension)) return;
  await withMissingRoles(reference, statement, {
    transaction,
    provide: (_role, text) => withoutSchemaOwner(text),
  });
}

// The version is the real database's, and its library is loaded by now.
const updatesTimescale = /^alter extension "?timescaledb"? update\b/;

/** A block that creates roles where they are missing finds them there. */
async function isDone(reference: Reference, statement: string): Promise<boolean> {
  const roles = createdRoles(statement);
  if (roles === null) return false;
  const { rows } = await reference.query<{ count: number }>(
    "select count(*)::int as count from pg_catalog.pg_roles where rolname = any($1)",
    [roles],
  );
  return rows[0]?.count === new Set(roles).size;
}

async function hasExtension(reference: Reference, name: string): Promise<boolean> {
  const { rows } = await reference.query(
    "select from pg_catalog.pg_extension where extname = $1",
    [name],
  );
  return rows.length > 0;
}
