import assert from "node:assert/strict";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { defineMigration, openPostgresSession } from "../../src/migrate/mod.ts";
import { engineMigrations, single } from "../fixtures/engine_migrations.ts";
import { type EngineTest, engineTest, migratorOn } from "./_engine.ts";

/** Creates the extension where managed services have it. */
async function elsewhere(t: EngineTest, schema = "extensions"): Promise<void> {
  await t.sql(`create schema "${schema}"`);
  await t.sql(`create extension timescaledb schema "${schema}"`);
}

/** The functions that the engine's own migrations leave out. */
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

for (const schema of ["extensions", "Odd name"]) {
  engineTest(`every step runs where the extension lives in ${schema}`, async (t) => {
    await elsewhere(t, schema);
    const migrations = [...engineMigrations, others];
    const migrator = migratorOn(t, { migrations });
    await migrator.up();
    assert.equal((await migrator.status()).ok, true);
    const open = () => openPostgresSession(t.url);
    assert.deepEqual((await checkDrift({ open, migrations })).differences, []);
    await migrator.down({ to: 0 });
  });
}

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

engineTest("a step finds its function whatever path the migration sets", async (t) => {
  await t.sql("create schema crypto");
  const migration = defineMigration("0001_path", {
    up(m) {
      m.sql("set local search_path = crypto; create table ticks (at timestamptz not null)");
      m.createHypertable("crypto.ticks", { by: "at", chunkInterval: "1 day" });
    },
  });
  await migratorOn(t, { migrations: [migration] }).up();
});

engineTest("jobs are paused and restored where the extension lives elsewhere", async (t) => {
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
  "statements of plain SQL that no transaction may hold are known in any schema",
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
