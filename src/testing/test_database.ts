import type { CreateDatabaseOptions, Database } from "../database/mod.ts";
import type { Migration, OpenSession } from "../migrate/mod.ts";

/** Migrations by the schema of their ledger, in the order of application. */
export type MigrationLedgers = Readonly<Record<string, readonly Migration[]>>;

/** Options of {@linkcode createTestDatabase}. */
export interface CreateTestDatabaseOptions<TSchema extends Record<string, unknown>>
  extends Pick<CreateDatabaseOptions<TSchema>, "schema" | "casing"> {
  /**
   * The migrations to apply; by default this package's own. A list uses the ledger
   * `strata_migrations`, a record has a list per ledger: `{ strata_migrations: migrations,
   * alerts_migrations: alerts }`. An empty list leaves the database empty.
   */
  readonly migrations?: readonly Migration[] | MigrationLedgers;
}

/**
 * A database inside the process, created by {@linkcode createTestDatabase}; it can be used wherever
 * a `Database` can.
 */
export interface TestDatabase<TSchema extends Record<string, unknown> = Record<string, never>>
  extends Database<TSchema> {
  /**
   * Opens a session for a migrator: `createMigrator({ open: database.openSession, migrations })`
   * runs migrations up and down on this database. It holds the only connection until it is
   * disposed.
   */
  readonly openSession: OpenSession;
}
