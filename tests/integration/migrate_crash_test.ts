import assert from "node:assert/strict";
import { type EngineTest, engineTest, migratorOn } from "./_engine.ts";
import { effort, seedOfRun } from "../faults/effort.ts";
import { recordFigures } from "../faults/figures.ts";
import { runKilled } from "../faults/migrations/killed_run.ts";

// A few places of each kind in the short form, on one server; every place on each in the long one.
const EVERY = effort({ short: 17, long: 1 });
const SERVERS = effort<{ readonly edition?: "apache" }>({ short: { edition: "apache" }, long: {} });

/** Kills a run at one place after another, and lets the next run complete it each time. */
async function killEverywhere(t: EngineTest, place: "before" | "inside"): Promise<void> {
  const migrator = migratorOn(t, { waitMs: 20_000 });
  const { sent } = await runKilled(t.url, ["up", "never"]);
  assert.ok(sent > 40, `${sent} statements were sent`);
  const clean = await t.fingerprint();
  assert.equal((await runKilled(t.url, ["down", "never"])).signal, null);
  const empty = await t.fingerprint();

  let kills = 0;
  // The steps of a transaction and those without one both come by.
  for (let at = 1 + seedOfRun() % EVERY; at <= sent; at += EVERY) {
    const { signal } = await runKilled(t.url, ["up", `${place}:${at}`]);
    await migrator.up();
    const context = `killed ${place} statement ${at} of ${sent} (${signal ?? "not killed"})`;
    assert.equal(await t.fingerprint(), clean, context);
    const rows = await t.one(
      "select count(*)::int as n, count(*) filter (where sensor = 'marker')::int as marked from readings",
    );
    assert.deepEqual(rows, { n: 301, marked: 1 }, context);
    assert.equal((await migrator.status()).ok, true, context);
    await migrator.down({ to: 0 });
    assert.equal(await t.fingerprint(), empty, context);
    if (signal !== null) kills++;
  }
  await recordFigures("migrate-killed", { faults: kills, lost: 0 });
}

engineTest(
  "the next run completes what a process killed before a statement left",
  (t) => killEverywhere(t, "before"),
  SERVERS,
);

engineTest(
  "the next run completes what a process killed inside a statement left",
  (t) => killEverywhere(t, "inside"),
  SERVERS,
);

engineTest("the next run completes what a process killed while reverting left", async (t) => {
  const migrator = migratorOn(t, { waitMs: 20_000 });
  await migrator.up();
  const clean = await t.fingerprint();
  const { sent } = await runKilled(t.url, ["down", "never"]);
  const empty = await t.fingerprint();
  let kills = 0;
  for (let at = 1 + seedOfRun() % EVERY; at <= sent; at += EVERY) {
    const context = `killed at statement ${at} of ${sent}`;
    await migrator.up();
    assert.equal(await t.fingerprint(), clean, context);
    const { signal } = await runKilled(t.url, [
      "down",
      `${at % 2 === 0 ? "inside" : "before"}:${at}`,
    ]);
    await migrator.down({ to: 0 });
    assert.equal(await t.fingerprint(), empty, context);
    if (signal !== null) kills++;
  }
  await recordFigures("migrate-killed", { faults: kills, lost: 0 });
}, SERVERS);

engineTest("a ledger that a killed run left half made is completed", async (t) => {
  const tables = ["migrations", "migration_events", "paused_jobs"];
  const whole = await migratorOn(t).up();
  for (const kept of [0, 1, 2]) {
    await migratorOn(t).down({ to: 0 });
    for (const table of tables.slice(kept)) await t.sql(`drop table strata_migrations.${table}`);
    const migrator = migratorOn(t);
    assert.equal((await migrator.status()).ok, false);
    assert.equal((await migrator.up({ dryRun: true })).actions.length, whole.actions.length);
    assert.equal((await migrator.up()).actions.length, whole.actions.length, `with ${kept} tables`);
  }
}, SERVERS);
