import { createDatabase, type DatabaseLimits } from "../database/mod.ts";
import type { Migration, MigrationSession } from "../migrate/mod.ts";
import { migrations as ownMigrations } from "../../migrations/mod.ts";
import { connectTo } from "./_connect_to.ts";
import { type Ledger, snapshotOf } from "./_snapshots.ts";
import type { CreateTestDatabaseOptions, MigrationLedgers, TestDatabase } from "./test_database.ts";

/**
 * Creates a migrated database inside the process: PostgreSQL 18 in WebAssembly with node-postgres
 * and Drizzle, so that `.db`, `.pool`, values, errors and transactions are the same as with
 * {@linkcode createDatabase}. The first one of a process takes seconds, each later one a quarter of
 * a second, because it copies files. Any number may exist side by side, isolated from one another.
 * It has no TimescaleDB: hypertables are plain tables, compression and policies are left out, and
 * `time_bucket` is missing. It has a single connection: inside a transaction use the transaction,
 * because any other statement waits for its end and fails after 5 s (`POOL_TIMEOUT`). A test only
 * needs permission to read PGlite's own files (`--allow-read`).
 *
 * @throws {MigrationError} If a migration fails.
 *
 * @example
 * ```ts
 * import { macroSeries } from "@strata/foundation";
 * import { createTestDatabase } from "@strata/foundation/testing";
 *
 * Deno.test("a series is empty at first", async () => {
 *   await using database = await createTestDatabase();
 *   const rows = await database.db.select().from(macroSeries);
 *   if (rows.length > 0) throw new Error("it is not");
 * });
 * ```
 *
 * @example A service's own migrations beside this package's
 * ```ts
 * import { createTestDatabase } from "@strata/foundation/testing";
 * import { defineMigration } from "@strata/foundation/migrate";
 * import { migrations } from "@strata/foundation/migrations";
 *
 * const alerts = [
 *   defineMigration("0001_create_alerts", {
 *     up: (m) => m.sql("create table alerts (id integer primary key, rule text not null)"),
 *   }),
 * ];
 *
 * Deno.test("alerts are there", async () => {
 *   await using database = await createTestDatabase({
 *     migrations: { strata_migrations: migrations, alerts_migrations: alerts },
 *   });
 *   await database.pool.query("insert into alerts values (1, 'curve inverts')");
 * });
 * ```
 */
export async function createTestDatabase<
  TSchema extends Record<string, unknown> = Record<string, never>,
>(options: CreateTestDatabaseOptions<TSchema> = {}): Promise<TestDatabase<TSchema>> {
  const { migrations = ownMigrations, ...drizzle } = options;
  const snapshot = await snapshotOf(ledgersOf(migrations));
  const { startEngine } = await import("./_engine.ts");
  const engine = await startEngine(snapshot);
  const database = createDatabase<TSchema>({ ...drizzle, url: ADDRESS, limits: LIMITS });
  connectTo(engine, database.pool);
  const closeAll = async (timeoutMs?: number): Promise<void> => {
    await database.close(timeoutMs === undefined ? {} : { timeoutMs });
    await engine.close();
  };
  let closed: Promise<void> | undefined;
  return {
    ...database,
    openSession: () => openSession(database.pool),
    close: (closeOptions = {}) => closed ??= closeAll(closeOptions.timeoutMs),
    [Symbol.asyncDispose]: () => closed ??= closeAll(),
  };
}

/** Nothing connects to it: it appears in messages, and names PGlite's user and database. */
const ADDRESS = "postgres://postgres@pglite/postgres";

/** PGlite's only connection stays open, and a time limit would need a second one. */
const LIMITS: Partial<DatabaseLimits> = {
  poolSize: 1,
  maxOverflow: 0,
  prePing: false,
  idleTimeoutMs: 0,
  maxLifetimeMs: 0,
  statementTimeoutMs: 0,
  idleInTransactionTimeoutMs: 0,
};

function ledgersOf(migrations: readonly Migration[] | MigrationLedgers): readonly Ledger[] {
  if (isList(migrations)) {
    return migrations.length === 0 ? [] : [{ schema: "strata_migrations", migrations }];
  }
  return Object.entries(migrations).map(([schema, list]) => ({ schema, migrations: list }));
}

function isList(
  migrations: readonly Migration[] | MigrationLedgers,
): migrations is readonly Migration[] {
  return Array.isArray(migrations);
}

interface Lender {
  connect(): Promise<{
    query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
    release(): void;
  }>;
}

async function openSession(pool: Lender): Promise<MigrationSession> {
  const client = await pool.connect();
  return {
    // as: the caller names the row's type, as with every driver.
    query: async <Row>(text: string, values?: unknown[]) => ({
      rows: (await client.query(text, values)).rows as Row[],
    }),
    cancel: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(client.release()),
  };
}
