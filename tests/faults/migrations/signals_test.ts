import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { createMigrator, openPostgresSession } from "../../../src/migrate/mod.ts";
import { pacedMigrations } from "../../fixtures/paced_migrations.ts";
import { FaultProxy } from "../../support/fault_proxy.ts";
import { serverTest, type ThrowawayDatabase, withDatabase } from "../../support/mod.ts";
import { eventually } from "../../integration/database_support.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { unlikeLines, wholeCatalog } from "./whole_catalog.ts";

const script = new URL("../../fixtures/migrate_task.ts", import.meta.url).pathname;

function spawnTask(url: string): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "-A", "--no-check", script, "up"],
    env: { DATABASE_URL: url, STRATA_TEST_MIGRATIONS: "paced", NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

const migratorAt = (url: string) =>
  createMigrator({
    open: () => openPostgresSession(url),
    migrations: pacedMigrations,
    waitMs: 30_000,
  });

/** Where a run is when its signal comes. */
const places = ["pace_begun", "pace_step"] as const;

/** Starts the task and waits until it stands at a place. */
async function taskAt(
  place: (typeof places)[number],
  { client }: ThrowawayDatabase,
  url: string,
): Promise<Deno.ChildProcess> {
  await client.query(`create table ${place} (a int)`);
  const child = spawnTask(url);
  await eventually(async () => {
    const { rows } = await client.query(
      `select count(*)::int as n from pg_stat_activity where datname = current_database()
         and state = 'active' and query like '%pg_sleep%' and pid <> pg_backend_pid()`,
    );
    return rows[0].n === 1;
  }, { withinMs: 30_000, what: "the task waits at its place" });
  return child;
}

let clean: Promise<readonly string[]> | undefined;

/** Reads the catalog of a clean run, once for all. */
function cleanCatalog(url: string): Promise<readonly string[]> {
  clean ??= withDatabase(url, async (own, client) => {
    await migratorAt(own).up();
    return await wholeCatalog(client);
  });
  return clean;
}

/** Lets the next run complete what is left, and compares it with a clean one. */
async function assertNextCompletes({ url, client }: ThrowawayDatabase): Promise<void> {
  await client.query("drop table if exists pace_begun, pace_step");
  await migratorAt(url).up();
  assert.deepEqual(unlikeLines(await wholeCatalog(client), await cleanCatalog(url)), []);
  const { rows } = await client.query("select array_agg(a order by a) as a from stepped");
  assert.deepEqual(rows[0].a, [1, 2]);
}

async function assertLocksGone({ client }: ThrowawayDatabase): Promise<void> {
  await eventually(async () => {
    const { rows } = await client.query(
      `select count(*)::int as n from pg_stat_activity
       where application_name = 'strata migrate' and datname = current_database()`,
    );
    return rows[0].n === 0;
  }, { withinMs: 10_000, what: "backends and locks are gone" });
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  serverTest(
    "timescaledb",
    `${signal} ends a run with 130 in a transaction and between steps, and the next completes it`,
    async (_t, database) => {
      const { client, url } = database;
      for (const place of places) {
        const child = await taskAt(place, database, url);
        const output = child.output();
        const asked = performance.now();
        child.kill(signal);
        const { code } = await output;
        assert.equal(code, 130, place);
        assert.ok(performance.now() - asked < 15_000, `it took ${performance.now() - asked} ms`);
        await assertLocksGone(database);
        const { rows } = await client.query("select to_regclass('ended') is not null as ended");
        assert.equal(rows[0].ended, place === "pace_step");
        await assertNextCompletes(database);
        await migratorAt(url).down({ to: 0 });
      }
      await recordFigures("migrate-signals", { faults: places.length });
    },
  );
}

serverTest(
  "timescaledb",
  "a second signal ends a run at once whose server no longer answers",
  async (_t, database) => {
    await using proxy = await FaultProxy.before(database.url);
    const signals = effort<readonly Deno.Signal[]>({
      short: ["SIGINT"],
      long: ["SIGINT", "SIGTERM"],
    });
    for (const signal of signals) {
      for (const place of places) {
        const child = await taskAt(place, database, proxy.through(database.url));
        const output = child.output();
        proxy.faults = { blackHole: true };
        child.kill(signal);
        // One press of a key may arrive twice; a person's second press comes later.
        await sleep(500);
        const asked = performance.now();
        child.kill(signal);
        const { code } = await output;
        assert.equal(code, 130, place);
        assert.ok(performance.now() - asked < 5_000, `it took ${performance.now() - asked} ms`);
        proxy.reset();
        proxy.heal();
        await assertLocksGone(database);
        await assertNextCompletes(database);
        await migratorAt(database.url).down({ to: 0 });
      }
    }
    await recordFigures("migrate-signals", { faults: signals.length * places.length });
  },
);
