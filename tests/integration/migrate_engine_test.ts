import assert from "node:assert/strict";
import { single } from "../fixtures/engine_migrations.ts";
import { engineTest, migratorOn, states } from "./_engine.ts";

engineTest("up applies everything, down reverts it, up again applies it again", async (t) => {
  const migrator = migratorOn(t);
  const first = await migrator.up();
  assert.deepEqual(first.actions.map((action) => action.kind), ["up", "up", "up"]);
  assert.deepEqual(await states(migrator), ["0001 applied", "0002 applied", "0003 applied"]);
  assert.equal((await t.one("select count(*)::int as n from readings")).n, 301);
  const fingerprint = await t.fingerprint();

  const reverted = await migrator.down({ to: 0 });
  assert.deepEqual(reverted.actions.map((action) => action.migration.slice(0, 4)), [
    "0003",
    "0002",
    "0001",
  ]);
  assert.equal((await t.one("select to_regclass('readings') as t")).t, null);
  assert.equal((await t.one("select to_regclass('metrics_daily') as t")).t, null);

  await migrator.up();
  assert.equal(await t.fingerprint(), fingerprint);
});

engineTest("up with nothing to do takes no lock, and says so", async (t) => {
  const migrator = migratorOn(t, { waitMs: 0 });
  await migrator.up();
  await using _holder = await t.holdLock();
  assert.deepEqual((await migrator.up()).actions, []);
});

engineTest("up --to stops at the number", async (t) => {
  const migrator = migratorOn(t);
  await migrator.up({ to: 1 });
  assert.deepEqual(await states(migrator), ["0001 applied", "0002 pending", "0003 pending"]);
});

engineTest("up with dryRun returns the statements and changes nothing", async (t) => {
  const before = await t.fingerprint();
  const result = await migratorOn(t).up({ dryRun: true });
  assert.match(result.actions[0]?.statements[0] ?? "", /^create table readings/);
  assert.equal(await t.fingerprint(), before);
  assert.equal((await t.one("select to_regnamespace('strata_migrations') as s")).s, null);
});

engineTest("hooks run around each migration, and one that throws stops the run", async (t) => {
  const calls: string[] = [];
  const migrations = [
    single("0001_a", "create table a (b int)"),
    single("0002_b", "create table b (b int)"),
  ];
  const migrator = migratorOn(t, {
    migrations,
    hooks: {
      before: ({ migration }) => {
        calls.push(`before ${migration}`);
        if (migration === "0002_b") throw new Error("not today");
      },
      after: ({ migration, direction }) => {
        calls.push(`after ${direction} ${migration}`);
      },
    },
  });
  await assert.rejects(migrator.up(), /not today/);
  assert.deepEqual(calls, ["before 0001_a", "after up 0001_a", "before 0002_b"]);
  assert.deepEqual(await states(migrator), ["0001 applied", "0002 pending"]);
});

engineTest("a long statement reports that it is still running", async (t) => {
  const texts: string[] = [];
  await migratorOn(t, {
    migrations: [single("0001_a", "select pg_sleep(2.6)")],
    onEvent: (event) => {
      if (event.kind === "progress") texts.push(event.text);
    },
  }).up();
  assert.match(texts[0] ?? "", /running, 2 s/);
});

engineTest("migrations with separate ledgers share a database", async (t) => {
  const a = migratorOn(t, {
    migrations: [single("0001_a", "create table a (b int)")],
    ledger: "service_a",
  });
  const b = migratorOn(t, {
    migrations: [single("0001_b", "create table b (b int)")],
    ledger: "service b",
  });
  await a.up();
  await b.up();
  assert.deepEqual(await states(a), ["0001 applied"]);
  assert.deepEqual(await states(b), ["0001 applied"]);
});
