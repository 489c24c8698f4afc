import assert from "node:assert/strict";
import { EditionError } from "../../src/base/errors.ts";
import { defineMigration } from "../../src/migrate/mod.ts";
import { engineMigrations } from "../fixtures/engine_migrations.ts";
import { engineTest, migratorOn } from "./_engine.ts";

engineTest(
  "steps are deferred, and a required Community edition is refused before anything changes",
  async (t) => {
    await assert.rejects(
      migratorOn(t, { open: t.openApache }).up({ require: "community" }),
      EditionError,
    );
    assert.equal((await t.one("select to_regnamespace('strata_migrations') as s")).s, null);
    assert.equal(
      (await t.one("select count(*)::int as n from pg_extension where extname = 'timescaledb'")).n,
      0,
    );

    const result = await migratorOn(t, { open: t.openApache }).up({ require: "apache" });
    assert.deepEqual(result.deferred, [{
      migration: "0002_create_metrics",
      titles: [
        "compression of metrics",
        "compression policy of metrics",
        "continuous aggregate metrics_daily",
        "refresh policy of metrics_daily",
      ],
    }]);
    assert.equal((await t.one("select count(*)::int as n from metrics_daily")).n, 0);
  },
  { edition: "apache" },
);

engineTest(
  "steps deferred on the Apache edition are applied on the Community edition",
  async (t) => {
    const { deferred } = await migratorOn(t, { open: t.openAs("apache") }).up();
    assert.equal(deferred[0]?.titles.length, 4);
    await t.sql("insert into metrics values ('a', '2026-01-01', 1)");
    const result = await migratorOn(t).up();
    assert.deepEqual(result.actions.map((action) => action.kind), ["deferred"]);
    assert.deepEqual(result.deferred, []);
    const made = await t.one(
      "select (select count(*) from timescaledb_information.continuous_aggregates)::int as views, " +
        "(select count(*) from timescaledb_information.jobs where hypertable_name is not null)::int as jobs",
    );
    assert.deepEqual(made, { views: 1, jobs: 2 });
    const migrator = migratorOn(t);
    await migrator.down({ to: 0 });
    assert.equal((await t.one("select to_regclass('metrics') as t")).t, null);
  },
  { edition: "community" },
);

engineTest("down with deferred steps reverts only applied ones", async (t) => {
  await migratorOn(t, { open: t.openAs("apache") }).up();
  await migratorOn(t).down({ to: 0 });
  assert.equal((await t.one("select to_regclass('metrics_daily') as t")).t, null);
}, { edition: "community" });

engineTest(
  "a table with rows becomes a hypertable once the extension exists",
  async (t) => {
    await migratorOn(t, { open: t.openAs("none") }).up();
    await t.sql(
      "insert into metrics select 'a', '2026-01-01'::timestamptz + i * interval '1 day', i from generate_series(1, 30) i",
    );
    const result = await migratorOn(t).up();
    assert.deepEqual(result.deferred, []);
    const chunks = await t.one(
      "select count(*)::int as n from timescaledb_information.chunks where hypertable_name = 'metrics'",
    );
    assert.ok(chunks.n >= 4);
    assert.equal((await t.one("select count(*)::int as n from metrics")).n, 30);
  },
  { edition: "community" },
);

engineTest(
  "policies of a table are paused during its DDL and restored, even after a crash",
  async (t) => {
    const change = defineMigration("0004_change", {
      up: (m) => m.sql("alter table metrics add column note text; select pg_sleep(0.5)"),
    });
    await migratorOn(t).up();
    const scheduled = async () =>
      (await t.one(
        "select array_agg(scheduled order by job_id) as s from timescaledb_information.jobs where hypertable_name is not null",
      )).s;
    assert.deepEqual(await scheduled(), [true, true]);
    let during: unknown;
    await migratorOn(t, {
      migrations: [...engineMigrations, change],
      onEvent: (event) => {
        if (event.kind === "statement") during = scheduled();
      },
    }).up();
    assert.deepEqual(await during, [false, false]);
    assert.deepEqual(await scheduled(), [true, true]);

    await t.sql(
      "insert into strata_migrations.paused_jobs (job_id, migration) select job_id, 'x' from timescaledb_information.jobs where hypertable_name is not null",
    );
    await t.sql("select alter_job(job_id, scheduled => false) from strata_migrations.paused_jobs");
    assert.deepEqual(
      (await migratorOn(t, { migrations: [...engineMigrations, change] }).up()).actions,
      [],
    );
    assert.deepEqual(await scheduled(), [true, true]);
  },
  { edition: "community" },
);

engineTest(
  "SQL on an aggregate makes way when the aggregate takes its stand-in's place, and comes back",
  async (t) => {
    const migrations = [
      ...engineMigrations,
      defineMigration(`000${engineMigrations.length + 1}_create_view_of_days`, {
        up: (m) =>
          m.sqlOnAggregates(
            "create view days as select * from metrics_daily; grant select on days to public",
            { undo: "drop view days" },
          ),
        lintIgnore: { PG041: "a test" },
        down: (m) => m.sql("drop view days"),
      }),
    ];
    await migratorOn(t, { open: t.openAs("apache"), migrations }).up();
    await t.sql("insert into metrics values ('a', '2026-01-01', 1)");
    assert.equal((await t.one("select count(*)::int as n from days")).n, 1);
    const { deferred } = await migratorOn(t, { migrations }).up();
    assert.deepEqual(deferred, []);
    assert.equal((await t.one("select count(*)::int as n from days")).n, 1);
    const { n } = await t.one(
      "select (select count(*) from timescaledb_information.continuous_aggregates)::int as n",
    );
    assert.equal(n, 1);
    assert.match(
      (await t.one("select relacl::text as a from pg_class where relname = 'days'")).a,
      /=r\//,
    );
    await migratorOn(t, { migrations }).down({ to: 0 });
    assert.equal((await t.one("select to_regclass('days') as t")).t, null);
  },
  { edition: "community" },
);
