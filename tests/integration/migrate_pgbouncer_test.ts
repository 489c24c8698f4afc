import assert from "node:assert/strict";
import { createDatabase } from "../../src/database/mod.ts";
import { MigrationError } from "../../src/base/errors.ts";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { createMigrator, defineMigration, openPostgresSession } from "../../src/migrate/mod.ts";
import { engineMigrations } from "../fixtures/engine_migrations.ts";
import {
  openClient,
  type Pgbouncer,
  type PgbouncerOptions,
  pgbouncerTest,
  startPgbouncer,
  type ThrowawayDatabase,
} from "../support/mod.ts";

const migrations = [
  defineMigration("0001_create_notes", {
    up: (m) => m.sql("create table notes (id int primary key)"),
    down: (m) => m.sql("drop table notes"),
  }),
];

/** Declares a test with a PgBouncer in front of its own database. */
function pooledTest(
  name: string,
  options: PgbouncerOptions,
  run: (pooler: Pgbouncer, database: ThrowawayDatabase) => Promise<void>,
): void {
  pgbouncerTest(`pgbouncer: ${name}`, async (_t, database) => {
    await using pooler = await startPgbouncer(database.url, options);
    await run(pooler, database);
  }, { timescaledb: true });
}

const migratorAt = (url: string) =>
  createMigrator({ open: () => openPostgresSession(url), migrations });

const settingsSql = `
  select name, setting from pg_settings
  where name in ('statement_timeout', 'idle_in_transaction_session_timeout', 'client_min_messages', 'search_path',
    'TimeZone', 'client_connection_check_interval', 'lock_timeout', 'default_transaction_read_only',
    'transaction_read_only')
  order by name`;

async function locks({ client }: ThrowawayDatabase): Promise<number> {
  const { rows } = await client.query(
    `select count(*)::int as n from pg_locks where locktype = 'advisory' and database =
       (select oid from pg_database where datname = current_database())`,
  );
  return rows[0].n;
}

async function pooledSettings(url: string): Promise<unknown> {
  const client = await openClient(url);
  try {
    return (await client.query(settingsSql)).rows;
  } finally {
    await client.end();
  }
}

const pools: readonly (readonly [string, PgbouncerOptions])[] = [
  ["an idle pool", {}],
  ["a pool of one connection", { poolSize: 1 }],
  ["a pool that goes round", { settings: { "server_round_robin": "1" } }],
  ["a pool that has just ended a session of its own", { settings: { "server_lifetime": "1" } }],
];

for (const [name, options] of pools) {
  pooledTest(
    `each command that needs a lock is refused on ${name}, and changes nothing`,
    options,
    async (pooler, database) => {
      const before = await pooledSettings(pooler.url);
      const migrator = migratorAt(pooler.url);
      const commands = [
        () => migrator.up(),
        () => migrator.baseline(1),
        () => migrator.repair("1", "applied"),
      ];
      for (const command of commands) {
        await assert.rejects(command(), (error: unknown) => {
          assert.ok(error instanceof MigrationError);
          assert.match(error.message, /goes through a pooler.*MIGRATION_DATABASE_URL/s);
          return true;
        });
        assert.equal(await locks(database), 0);
      }
      assert.deepEqual(await pooledSettings(pooler.url), before);
      const { rows } = await database.client.query(
        "select to_regnamespace('strata_migrations') as s",
      );
      assert.equal(rows[0].s, null);
      // No holder is named for a lock that was never taken.
      await migratorAt(database.url).up();
    },
  );
}

pooledTest("status, plan and check can read", {}, async (pooler, database) => {
  const before = await pooledSettings(pooler.url);
  const migrator = migratorAt(pooler.url);
  assert.deepEqual((await migrator.status()).migrations.map(({ state }) => state), ["pending"]);
  assert.equal((await migrator.plan()).actions.length, 1);
  assert.equal((await migrator.up({ dryRun: true })).actions.length, 1);
  await migratorAt(database.url).up();
  assert.equal((await migrator.status()).ok, true);
  assert.deepEqual((await migrator.up()).actions, []);
  const open = () => openPostgresSession(pooler.url);
  assert.deepEqual((await checkDrift({ open, migrations })).differences, []);
  assert.deepEqual(await pooledSettings(pooler.url), before);
  assert.equal(await locks(database), 0);
});

pooledTest("check finds the same as without a pooler", {}, async (pooler, database) => {
  const definitions = [
    ...engineMigrations,
    defineMigration("0004_definitions", {
      up: (m) =>
        m.sql(`
          create type mood as enum ('good', 'bad');
          create table days (id int primary key, mood mood default 'good', name text default lower('A'));
          create index on days (lower(name)) where mood = 'good';
          create view good_days as select d.* from days d join readings r on r.time > now() where mood = 'good'`),
    }),
  ];
  const checkAt = async (url: string) => {
    const open = () => openPostgresSession(url);
    return (await checkDrift({ open, migrations: definitions })).differences;
  };
  await createMigrator({
    open: () => openPostgresSession(database.url),
    migrations: definitions,
  }).up();
  assert.deepEqual(await checkAt(pooler.url), []);
  await database.client.query(
    "alter table days alter column mood set default 'bad'; drop view good_days",
  );
  const direct = await checkAt(database.url);
  assert.equal(direct.length, 2);
  assert.deepEqual(await checkAt(pooler.url), direct);
});

pooledTest("a pooled session cannot write", {}, async (pooler, { client }) => {
  await using session = await openPostgresSession(pooler.url);
  assert.equal(session.isPooled, true);
  await assert.rejects(session.query("create table strays (a int)"), { code: "25006" });
  await session.query("begin read write");
  await session.query("create table strays (a int)");
  await session.query("commit");
  const { rows } = await client.query("select to_regclass('strays') as t");
  assert.equal(rows[0].t, null);
});

pooledTest("session pooling can migrate", { mode: "session" }, async (pooler, database) => {
  const { actions } = await migratorAt(pooler.url).up();
  assert.deepEqual(actions.map(({ migration }) => migration), ["0001_create_notes"]);
  assert.equal(await locks(database), 0);
});

pooledTest(
  "statement pooling is refused",
  { mode: "statement" },
  async (pooler, database) => {
    await assert.rejects(migratorAt(pooler.url).up(), /MIGRATION_DATABASE_URL/);
    assert.equal(await locks(database), 0);
  },
);

pooledTest("our pool leaves no settings on the connections", {}, async (pooler) => {
  const before = await pooledSettings(pooler.url);
  {
    await using database = createDatabase({ url: `${pooler.url}?pgbouncer=true` });
    await database.pool.query("select 1");
  }
  assert.deepEqual(await pooledSettings(pooler.url), before);
});
