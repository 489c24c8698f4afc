import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { migrations } from "../../migrations/mod.ts";
import { createDatabase } from "../../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { type Schema, schema } from "../../src/schema/mod.ts";
import { serverTest, type ThrowawayDatabase } from "../support/mod.ts";

/** What a test of the migrated schema gets. */
export interface MigratedTest extends ThrowawayDatabase {
  /** Drizzle on the database, with several connections. */
  readonly db: NodePgDatabase<Schema>;
}

/** Declares a test with its own migrated database. */
export function migratedTest(
  kind: "timescaledb" | "community",
  name: string,
  run: (database: MigratedTest) => Promise<void>,
): void {
  serverTest(kind, name, async (_t, database) => {
    await createMigrator({ open: () => openPostgresSession(database.url), migrations }).up();
    await using connected = createDatabase({ url: database.url, schema });
    await run({ ...database, db: connected.db });
  });
}
