import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { EditionError } from "../../src/base/errors.ts";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { defineMigration, openPostgresSession } from "../../src/migrate/mod.ts";
import { engineMigrations, single } from "../fixtures/engine_migrations.ts";
import { type EngineTest, engineTest, migratorOn, states } from "./_engine.ts";

/** Creates the extension in the schema in which managed services have it. */
async function elsewhere(t: EngineTest, schema = "extensions"): Promise<void> {
  await t.sql(`create schema "${schema}"`);
  await t.sql(`create extension timescaledb schema "${schema}"`);
}

/** Steps that the other migrations of these tests do not use. */
const others = defineMigration("0004_others", {
  transaction: false,
  up(m) {
    m.setChunkInterval("metrics", "14 days");
    m.removeCompressionPolicy("metrics");
    m.addRetentionPolicy("metrics", { after: "10 years" });
    m.removeRetentionPolicy("metrics");
    m.sql(
      "insert into metrics select 'a', '2026-01-01'::timestamptz + i * interval '1 day', i from generate_series(1, 60) i",
    );
    m.compressChunks("metrics", { olderThan: "1 day" });
    m.removeRefreshPolicy("metrics_daily");
    m.removeCompression("metrics");
  },
  down(m) {
    m.sql("select 1");
  },
});

engineTest("every step runs with the extension in another schema", async (t) => {
  await elsewhere(t, "Odd name");
  const migrations = [...engineMigrations, others];
  const migrator = migratorOn(t, { migrations });
  await migrator.up();
  assert.equal((await migrator.status()).ok, true);
  const open = () => openPostgresSession(t.url);
  assert.deepEqual((await checkDrift({ open, migrations })).differences, []);
  await migrator.down({ to: 0 });
});

engineTest("plain SQL of a migration finds the functions in another schema", async (t) => {
  await elsewhere(t);
  const migrations = [
    single(
      "0001_plain",
      `create table ticks (at timestamptz not null, price float8);
       select create_hypertable('ticks', by_range('at', interval '1 day'));
       insert into ticks values ('2026-01-01 10:17Z', 1);
       create view hourly as select time_bucket('1 hour', at) as hour, last(price, at) as price from ticks group by 1`,
    ),
    single("0002_more", "select set_chunk_time_interval('ticks', interval '2 days')"),
  ];
  await migratorOn(t, { migrations }).up();
  assert.deepEqual(await t.one("select * from hourly"), {
    hour: new Date("2026-01-01T10:00Z"),
    price: 1,
  });
  assert.equal((await t.one("select to_regclass('public.ticks') is not null as own")).own, true);
});

engineTest("a step finds its function with any search_path of the migration", async (t) => {
  await t.sql("create schema crypto");
  const migration = defineMigration("0001_path", {
    up(m) {
      m.sql("set local search_path = crypto; create table ticks (at timestamptz not null)");
      m.createHypertable("crypto.ticks", { by: "at", chunkInterval: "1 day" });
    },
  });
  await migratorOn(t, { migrations: [migration] }).up();
});

engineTest("jobs are paused and restored with the extension in another schema", async (t) => {
  await elsewhere(t);
  await migratorOn(t).up();
  let during: Promise<unknown> | undefined;
  const scheduled = () =>
    t.one(
      "select bool_or(scheduled) as s from timescaledb_information.jobs where hypertable_name is not null",
    );
  await migratorOn(t, {
    migrations: [
      ...engineMigrations,
      single("0004_note", "alter table metrics add column note text; select pg_sleep(0.5)"),
    ],
    onEvent: (event) => {
      if (event.kind === "statement") during ??= scheduled();
    },
  }).up();
  assert.deepEqual(await during, { s: false });
  assert.deepEqual(await scheduled(), { s: true });
}, { edition: "community" });

engineTest(
  "plain statements that cannot run in a transaction are known in any schema",
  async (t) => {
    await elsewhere(t);
    await migratorOn(t).up();
    const call = "call extensions.refresh_continuous_aggregate('metrics_daily', null, null)";
    await assert.rejects(
      migratorOn(t, { migrations: [...engineMigrations, single("0004_refresh", call)] }).up(),
      /cannot run in a transaction \(refresh_continuous_aggregate\)/,
    );
  },
  { edition: "community" },
);

const extensionSql =
  "select (select extnamespace::regnamespace::text from pg_extension where extname = 'timescaledb') as schema";

engineTest("the extension is not created if no migration needs it", async (t) => {
  const migrations = [single("0001_plain", "create table notes (first_one int)")];
  const migrator = migratorOn(t, { migrations });
  assert.equal((await migrator.plan()).extension, null);
  assert.equal((await migrator.up()).extension, null);
  assert.deepEqual(await t.one(extensionSql), { schema: null });
});

engineTest("plan and dry run show the extension, and up creates it", async (t) => {
  const migrator = migratorOn(t);
  const plan = await migrator.plan();
  assert.equal(plan.extension, "create extension timescaledb");
  assert.equal((await migrator.up({ dryRun: true })).extension, plan.extension);
  assert.equal((await migrator.up({ to: 1 })).extension, null);
  assert.deepEqual(await t.one(extensionSql), { schema: null });
  const events: string[] = [];
  const result = await migratorOn(t, {
    onEvent: (event) => {
      if (event.kind === "extension") events.push(event.sql);
    },
  }).up();
  assert.equal(result.extension, plan.extension);
  assert.deepEqual(events, [plan.extension]);
  assert.deepEqual(await t.one(extensionSql), { schema: "public" });
  assert.equal((await migrator.up()).extension, null);
});

engineTest("the extension is created before plain SQL that calls TimescaleDB", async (t) => {
  const sql =
    "create table t (at timestamptz not null); select create_hypertable('t', by_range('at'))";
  const { extension } = await migratorOn(t, { migrations: [single("0001_plain", sql)] }).up();
  assert.equal(extension, "create extension timescaledb");
});

for (const transaction of [true, false]) {
  engineTest(
    `a migration creates the extension, ${transaction ? "in a transaction" : "stepwise"}`,
    async (t) => {
      const own = defineMigration("0001_own", {
        transaction,
        up(m) {
          m.sql(
            "create schema extensions; create extension if not exists timescaledb schema extensions",
          );
          m.sql("create table ticks (at timestamptz not null, price float8)");
          m.createHypertable("ticks", { by: "at", chunkInterval: "1 day" });
          m.sql("create view hours as select time_bucket('1 hour', at) as hour from ticks");
        },
      });
      const next = defineMigration("0002_next", {
        up(m) {
          m.setChunkInterval("ticks", "2 days");
          m.sql("select set_chunk_time_interval('ticks', interval '3 days')");
        },
      });
      const migrator = migratorOn(t, { migrations: [own, next] });
      assert.equal((await migrator.plan()).extension, null);
      const { actions, deferred, extension } = await migrator.up();
      assert.deepEqual(actions.map(({ migration }) => migration), ["0001_own", "0002_next"]);
      assert.deepEqual({ deferred, extension }, { deferred: [], extension: null });
      assert.deepEqual(await t.one(extensionSql), { schema: "extensions" });
      assert.deepEqual(
        await t.one("select time_interval::text as i from timescaledb_information.dimensions"),
        { i: "3 days" },
      );
    },
  );
}

engineTest("the extension is created for a step that was deferred without it", async (t) => {
  await migratorOn(t, { open: t.openAs("none") }).up();
  assert.deepEqual(await t.one(extensionSql), { schema: null });
  const { extension, actions } = await migratorOn(t).up();
  assert.equal(extension, "create extension timescaledb");
  assert.deepEqual(actions.map(({ kind }) => kind), ["deferred"]);
});

engineTest("a required edition is checked even if no migration needs it", async (t) => {
  const migrations = [single("0001_plain", "create table notes (a int)")];
  const migrator = migratorOn(t, { open: t.openApache, migrations });
  await assert.rejects(migrator.up({ require: "community" }), EditionError);
  assert.deepEqual(await t.one(extensionSql), { schema: null });
}, { edition: "apache" });

engineTest("a read-only database is refused with a clear message, but can be read", async (t) => {
  const migrator = migratorOn(t);
  await migrator.up({ to: 1 });
  const name = new URL(t.url).pathname.slice(1);
  await t.sql(`alter database ${name} set default_transaction_read_only = on`);
  assert.deepEqual(await states(migrator), ["0001 applied", "0002 pending", "0003 pending"]);
  assert.equal((await migrator.plan()).actions.length, 2);
  assert.deepEqual((await migrator.up({ to: 1 })).actions, []);
  const commands = [
    () => migrator.up(),
    () => migrator.down(),
    () => migrator.baseline(3),
    () => migrator.repair("1", "applied"),
  ];
  for (const command of commands) {
    await assert.rejects(
      command(),
      /transactions of role "strata" in database ".*" are read-only \(default_transaction_read_only is on, set by: database\)/,
    );
  }
});

for (const transaction of [true, false]) {
  engineTest(
    `time limits of a database are ignored, ${transaction ? "in a transaction" : "stepwise"}`,
    async (t) => {
      const name = new URL(t.url).pathname.slice(1);
      await t.sql(`
        do $$ declare limited text; begin
          for limited in select name from pg_settings where name in ('transaction_timeout', 'idle_session_timeout',
            'idle_in_transaction_session_timeout', 'statement_timeout', 'lock_timeout') loop
            execute format('alter database %I set %I = ''500ms''', '${name}', limited);
          end loop;
        end $$`);
      const migrations = ["0001_a", "0002_b"].map((id) =>
        defineMigration(id, {
          transaction,
          up: (m) =>
            m.sql(`create table t${id} (a int); select pg_sleep(0.8); select pg_sleep(0.8)`),
        })
      );
      const hooks = { before: () => delay(1_000) };
      const { actions } = await migratorOn(t, { migrations, hooks, attempts: 1 }).up();
      assert.equal(actions.length, 2);
    },
  );
}

engineTest("a role that may not create schemas can use its own ledger", async (t) => {
  const role = `strata_test_${crypto.randomUUID().slice(0, 8)}`;
  await t.sql(`create role "${role}"; grant create, usage on schema public to "${role}"`);
  try {
    const open = async () => {
      const session = await t.session();
      await session.query(`set role "${role}"`);
      return session;
    };
    const migrator = migratorOn(t, {
      open,
      migrations: [single("0001_a", "create table a (a int)")],
    });
    await assert.rejects(
      migrator.up(),
      /'create schema "strata_migrations" authorization <the role>'/,
    );
    // An empty schema, a complete ledger, and one of an older release.
    await t.sql(`create schema strata_migrations authorization "${role}"`);
    assert.equal((await migrator.up()).actions.length, 1);
    const more = migratorOn(t, {
      open,
      migrations: ["a", "b", "c"].map((name, i) =>
        single(`000${i + 1}_${name}`, `create table ${name} (a int)`)
      ),
    });
    assert.equal((await more.up({ to: 2 })).actions.length, 1);
    await t.sql("alter table strata_migrations.migrations drop column done_steps");
    assert.equal((await more.up()).actions.length, 1);
    assert.equal((await more.status()).ok, true);
  } finally {
    await t.sql(`drop owned by "${role}"; drop role "${role}"`);
  }
});
