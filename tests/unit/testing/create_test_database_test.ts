import assert from "node:assert/strict";
import { eq, sql } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { MigrationError, StrataError } from "../../../src/base/errors.ts";
import { sqlState } from "../../../src/database/mod.ts";
import { createMigrator, defineMigration } from "../../../src/migrate/mod.ts";
import { dataSources, type Schema, schema, tables } from "../../../src/schema/mod.ts";
import { createTestDatabase, type TestDatabase } from "../../../src/testing/mod.ts";
import { migrations } from "../../../migrations/mod.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;

function isTrue<_Claim extends true>(): void {}

const alerts = [
  defineMigration("0001_create_alerts", {
    up: (m) => m.sql("create table alerts (id integer primary key, rule text not null)"),
    down: (m) => m.sql("drop table alerts"),
  }),
];

async function tableNames(database: TestDatabase): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  return rows.map(({ name }) => name);
}

Deno.test("createTestDatabase gives every table, empty", async () => {
  await using database = await createTestDatabase();
  for (const table of tables) assert.deepEqual(await database.db.select().from(table), []);
});

Deno.test("createTestDatabase gives Drizzle of the pool's type, with the schema", async () => {
  await using database = await createTestDatabase({ schema });
  isTrue<Equal<typeof database.db, NodePgDatabase<Schema>>>();
  await database.db.insert(dataSources).values({ name: "ALFRED" });
  const found = await database.db.query.dataSources.findFirst();
  assert.equal(found?.name, "ALFRED");
  assert.ok(found?.createdAt instanceof Date);
});

Deno.test("createTestDatabase copies what it has migrated once", async () => {
  // An own list, so that the first one has to migrate.
  const number = String(migrations.length + 1).padStart(4, "0");
  const more = defineMigration(`${number}_add_nothing`, { up: (m) => m.sql("select 1") });
  const own = [...migrations, more];
  const times: number[] = [];
  for (let i = 0; i < 4; i++) {
    const start = performance.now();
    await using database = await createTestDatabase({ migrations: own });
    await database.ping();
    times.push(performance.now() - start);
  }
  const [first = 0, ...later] = times;
  assert.ok(Math.min(...later) < first, String(times));
});

Deno.test("databases that live side by side do not see each other", async () => {
  await using stack = new AsyncDisposableStack();
  const databases = await Promise.all(
    ["a", "b", "c"].map(async (name) => {
      const database = stack.use(await createTestDatabase());
      await database.db.insert(dataSources).values({ name });
      return database;
    }),
  );
  const names = await Promise.all(databases.map(({ db }) => db.select().from(dataSources)));
  assert.deepEqual(names.map((rows) => rows.map(({ name }) => name)), [["a"], ["b"], ["c"]]);
  const fresh = stack.use(await createTestDatabase());
  assert.deepEqual(await fresh.db.select().from(dataSources), []);
});

Deno.test("statements at the same time wait for each other", async () => {
  await using database = await createTestDatabase();
  const numbers = Array.from({ length: 50 }, (_, i) => i);
  const results = await Promise.all(
    numbers.map((i) => database.db.execute<{ i: number }>(sql`select ${i}::int as i`)),
  );
  assert.deepEqual(results.map(({ rows }) => rows[0]?.i), numbers);
});

Deno.test("a transaction commits, rolls back and nests", async () => {
  await using database = await createTestDatabase();
  await database.db.transaction(async (tx) => {
    await tx.insert(dataSources).values({ name: "kept" });
    await assert.rejects(
      tx.transaction(async (inner) => {
        await inner.insert(dataSources).values({ name: "kept" });
      }),
      (error) => sqlState(error) === "23505",
    );
  });
  await assert.rejects(
    database.db.transaction(async (tx) => {
      await tx.insert(dataSources).values({ name: "lost" });
      throw new Error("changed my mind");
    }),
    /changed my mind/,
  );
  const rows = await database.db.select().from(dataSources);
  assert.deepEqual(rows.map(({ name }) => name), ["kept"]);
});

Deno.test("a transaction that swallowed a failure does not commit in silence", async () => {
  await using database = await createTestDatabase();
  await assert.rejects(
    database.db.transaction(async (tx) => {
      await tx.execute(sql`select 1 / 0`).catch(() => {});
    }),
    (error) => error instanceof StrataError && /rolled everything back/.test(error.message),
  );
});

Deno.test("a statement beside an open transaction fails after its limit", async () => {
  await using database = await createTestDatabase();
  await database.db.transaction(async () => {
    await assert.rejects(database.db.select().from(dataSources), { code: "POOL_TIMEOUT" });
  });
  assert.deepEqual(await database.db.select().from(dataSources), []);
});

Deno.test("an error has the server's fields", async () => {
  await using database = await createTestDatabase();
  await assert.rejects(
    database.pool.query("insert into macro_series (series_id) values (1)"),
    { code: "23502", table: "macro_series", column: "observation_date", severity: "ERROR" },
  );
});

Deno.test("a connection that is thrown away leaves nothing behind", async () => {
  await using database = await createTestDatabase();
  const client = await database.pool.connect();
  await client.query("create temp table scratch (a int)");
  await client.query("set timezone = 'Asia/Kolkata'");
  await client.query({ name: "one", text: "select 1" });
  await client.query("begin");
  await client.query("insert into data_sources (name) values ('lost')");
  client.release(true);
  const { rows } = await database.pool.query(
    `select current_setting('timezone') as zone, to_regclass('scratch') as scratch,
       (select count(*)::int from data_sources) as sources,
       (select count(*)::int from pg_prepared_statements where name <> '') as prepared`,
  );
  assert.deepEqual(rows, [{ zone: "UTC", scratch: null, sources: 0, prepared: 0 }]);
});

Deno.test("close is idempotent, ends a transaction that was left, and refuses what comes after", async () => {
  const database = await createTestDatabase();
  const client = await database.pool.connect();
  await client.query("begin");
  await Promise.all([database.close({ timeoutMs: 50 }), database.close()]);
  await database.close();
  await assert.rejects(database.db.select().from(dataSources), { code: "POOL_CLOSED" });
});

Deno.test("the migrations may be others, none, or several ledgers'", async () => {
  await using own = await createTestDatabase({ migrations: alerts });
  assert.deepEqual(await tableNames(own), ["alerts"]);
  await using empty = await createTestDatabase({ migrations: [] });
  assert.deepEqual(await tableNames(empty), []);
  await using both = await createTestDatabase({
    migrations: { strata_migrations: migrations, alerts_migrations: alerts },
  });
  assert.equal((await tableNames(both)).length, tables.length + 1);
  const { rows } = await both.pool.query(
    "select count(*)::int as n from alerts_migrations.migrations",
  );
  assert.deepEqual(rows, [{ n: 1 }]);
});

Deno.test("a migration that fails is named, also where it is tried again", async () => {
  const broken = [defineMigration("0001_break", { up: (m) => m.sql("select 1 / 0") })];
  for (let i = 0; i < 2; i++) {
    await assert.rejects(createTestDatabase({ migrations: broken }), (error) => {
      assert.ok(error instanceof MigrationError);
      assert.equal(error.migration, "0001_break");
      assert.equal(error.code, "22012");
      return true;
    });
  }
});

Deno.test("openSession lets a migrator run up and down", async () => {
  await using database = await createTestDatabase();
  const migrator = createMigrator({
    open: database.openSession,
    migrations: alerts,
    ledger: "alerts_migrations",
  });
  await migrator.up();
  assert.equal((await migrator.status()).ok, true);
  await database.pool.query("insert into alerts values (1, 'curve inverts')");
  await migrator.down();
  assert.equal((await tableNames(database)).includes("alerts"), false);
});

Deno.test("a read that is retried and an upsert work as on a server", async () => {
  await using database = await createTestDatabase();
  const insert = () =>
    database.db.insert(dataSources).values({ name: "BCB", notes: "SGS" })
      .onConflictDoUpdate({ target: dataSources.name, set: { notes: "again" } });
  await insert();
  await insert();
  const [row] = await database.retryRead((tx) =>
    tx.select().from(dataSources).where(eq(dataSources.name, "BCB"))
  );
  assert.equal(row?.notes, "again");
});
