import assert from "node:assert/strict";
import { MigrationError } from "../../src/base/errors.ts";
import { defineMigration } from "../../src/migrate/mod.ts";
import { single } from "../fixtures/engine_migrations.ts";
import { engineTest, migratorOn, states } from "./_engine.ts";

engineTest(
  "a migration that fails half-way leaves nothing behind, and names what was applied",
  async (t) => {
    const migrations = [
      single("0001_a", "create table a (b int)"),
      single(
        "0002_b",
        "create table b (c int); insert into b values (1); select 1 / 0; create table d (e int)",
      ),
    ];
    const migrator = migratorOn(t, { migrations });
    await assert.rejects(migrator.up(), (error: unknown) => {
      return error instanceof MigrationError && error.migration === "0002_b" &&
        error.code === "22012" &&
        error.statement === "select 1 / 0" && error.applied.join() === "0001_a" &&
        /Cannot apply "0002_b": division by zero/.test(error.message);
    });
    assert.deepEqual(await states(migrator), ["0001 applied", "0002 pending"]);
    assert.equal((await t.one("select to_regclass('b') as t")).t, null);
  },
);

engineTest(
  "a statement that cannot run in a transaction is refused before anything is applied",
  async (t) => {
    const migrations = [
      single("0001_a", "create table a (b int)"),
      single("0002_b", "create index concurrently on a (b)"),
    ];
    await assert.rejects(migratorOn(t, { migrations }).up(), /0002_b.*transaction: false/s);
    assert.equal((await t.one("select to_regclass('a') as t")).t, null);
  },
);

engineTest("an edited, a missing and a late migration are each named and refused", async (t) => {
  const original = [
    single("0001_a", "create table a (b int)"),
    single("0002_b", "create table b (c int)"),
  ];
  await migratorOn(t, { migrations: original }).up();
  const changed = [
    single("0001_a", "create table a (b bigint)"),
    single("0002_x", "create table x (c int)"),
  ];
  const migrator = migratorOn(t, { migrations: changed });
  assert.deepEqual(await states(migrator), ["0001 edited", "0002 missing", "0002 pending"]);
  await assert.rejects(migrator.up(), /"0001_a" was edited.*"0002_b" was applied.*is not among/s);
  assert.equal((await t.one("select to_regclass('x') as t")).t, null);
});

engineTest(
  "a late migration is applied if that is allowed, and recorded as late",
  async (t) => {
    const all = ["0001_a", "0002_b", "0003_c"].map((id) =>
      single(id, `create table t${id} (a int)`)
    );
    await migratorOn(t, { migrations: all }).up();
    await t.one(
      "with gone as (delete from strata_migrations.migrations where id = '0002_b' returning 1) select 1 from gone",
    );
    await t.sql("drop table t0002_b");
    const migrator = migratorOn(t, { migrations: all });
    await assert.rejects(migrator.up(), /"0002_b" is pending although a later one is applied/);
    await migrator.up({ allowOutOfOrder: true });
    assert.deepEqual((await migrator.status()).migrations.map(({ row }) => row?.outOfOrder), [
      false,
      true,
      false,
    ]);
  },
);

engineTest(
  "an index build that fails is resumed at its statement once the cause is gone",
  async (t) => {
    const migrations = [
      single("0001_a", "create table a (b int); insert into a values (1), (1)"),
      defineMigration("0002_b", {
        transaction: false,
        up: (m) =>
          m.sql(
            "insert into a values (2); create unique index concurrently ix_a_b on a (b); insert into a values (3)",
          ),
      }),
    ];
    const migrator = migratorOn(t, { migrations });
    await assert.rejects(migrator.up(), /could not create unique index/);
    assert.deepEqual(await states(migrator), ["0001 applied", "0002 failed"]);
    const [, failed] = (await migrator.status()).migrations;
    assert.equal(failed?.row?.done, 1);
    assert.match(failed?.row?.error ?? "", /could not create unique index/);

    await t.sql("delete from a where ctid = (select min(ctid) from a where b = 1)");
    await migrator.up();
    assert.deepEqual(await states(migrator), ["0001 applied", "0002 applied"]);
    assert.deepEqual((await t.one("select array_agg(b order by b) as b from a")).b, [1, 2, 3]);
    assert.equal(
      (await t.one("select indisvalid as v from pg_index where indexrelid = 'ix_a_b'::regclass")).v,
      true,
    );
  },
);

engineTest("repair marks a migration that failed half-way, and refuses others", async (t) => {
  const migrations = [defineMigration("0001_a", {
    transaction: false,
    up: (m) => m.sql("create table a (b int); select 1 / 0"),
  })];
  const migrator = migratorOn(t, { migrations });
  await assert.rejects(migrator.up(), /division by zero/);
  await migrator.repair("1", "applied");
  assert.deepEqual(await states(migrator), ["0001 applied"]);
  await assert.rejects(migrator.repair("0001_a", "reverted"), /nothing is wrong with it/);
  await assert.rejects(migrator.repair("0009_z", "reverted"), /no such migration/);
});

engineTest("baseline records migrations without running them", async (t) => {
  const migrator = migratorOn(t);
  assert.deepEqual(await migrator.baseline(2), ["0001_create_readings", "0002_create_metrics"]);
  assert.deepEqual(await states(migrator), ["0001 applied", "0002 applied", "0003 pending"]);
  assert.equal((await t.one("select to_regclass('readings') as t")).t, null);
  assert.deepEqual(await migrator.baseline(2), []);
  await assert.rejects(migrator.baseline(9), /Cannot find the migration "9"/);
});
