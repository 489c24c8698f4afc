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

/** Options of {@linkcode openScratchReference}. */
export interface ScratchReferenceOptions {
  /** Opens a session to any database of the server for the scratch database. */
  readonly server: OpenSession;
  /**
   * Opens a session to the database whose extensions it should have; by default, that of `server`.
   */
  readonly like?: OpenSession | undefined;
  /** The migrations that will run in it. */
  readonly migrations: readonly Migration[];
  /** Drops the database at once when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Called with databases that could not be dropped. */
  readonly onLeft?: (database: string) => void;
}

/**
 * Creates a scratch database on a server, empty except for the extensions of the real database.
 * Skips statements that affect more than their database: roles and memberships, databases, server
 * settings. Also skips grants to missing roles. No job runs in the database.
 *
 * @throws {ScratchUnavailable} If none can be created.
 */
export async function openScratchReference(options: ScratchReferenceOptions): Promise<Reference> {
  const { server, like = server, migrations, signal, onLeft = () => {} } = options;
  const given = await extensionsOf(like);
  const database = await createScratchDatabase({ open: server, signal, onLeft });
  const { session } = database;
  try {
    // Roles that own tables in the real database may own them here.
    await session.query("grant all on schema public to public");
    for (const extension of extensionsBefore(given, migrations)) {
      // If the server lacks it, the migration that needs it fails later.
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

// The version matches the real database, and the library is already loaded.
const updatesTimescale = /^alter extension "?timescaledb"? update\b/;

/** Tells whether all roles that a block creates exist already. */
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
