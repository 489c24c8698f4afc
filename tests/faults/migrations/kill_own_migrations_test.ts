import assert from "node:assert/strict";
import type pg from "pg";
import { createMigrator, type Migrator, openPostgresSession } from "../../../src/migrate/mod.ts";
import { migrations } from "../../../migrations/mod.ts";
import { serverTest, type ThrowawayDatabase, throwawayDatabase } from "../../support/mod.ts";
import { eventually } from "../../integration/database_support.ts";
import { effort, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { runKilled } from "./killed_run.ts";
import { serverKinds } from "./server_kinds.ts";
import { unlikeLines, wholeCatalog } from "./whole_catalog.ts";

type Direction = "up" | "down";

const migratorAt = (url: string): Migrator =>
  createMigrator({ open: () => openPostgresSession(url), migrations, waitMs: 30_000 });

/** Another database, which nobody is killed on: it follows, to as many migrations. */
class CleanTwin {
  readonly #database: ThrowawayDatabase;
  #applied = 0;
  #catalog: Promise<readonly string[]>;

  constructor(database: ThrowawayDatabase) {
    this.#database = database;
    this.#catalog = wholeCatalog(database.client);
  }

  /** Reads its catalog with this many migrations applied. */
  async catalogAt(applied: number): Promise<readonly string[]> {
    const migrator = migratorAt(this.#database.url);
    if (applied === this.#applied) return await this.#catalog;
    await migrator[applied > this.#applied ? "up" : "down"]({ to: applied });
    this.#applied = applied;
    this.#catalog = wholeCatalog(this.#database.client);
    return await this.#catalog;
  }
}

/** Counts the migrations of the ledger, once nobody works on it any more. */
async function appliedCount(client: pg.Client): Promise<number> {
  await eventually(async () => {
    const { rows } = await client.query(
      `select count(*)::int as n from pg_stat_activity
       where application_name = 'strata migrate' and datname = current_database()`,
    );
    return rows[0].n === 0;
  }, { withinMs: 20_000, what: "the killed run's backend ends" });
  const { rows } = await client.query("select to_regclass('strata_migrations.migrations') as t");
  if (rows[0].t === null) return 0;
  return (await client.query("select count(*)::int as n from strata_migrations.migrations")).rows[0]
    .n;
}

/** What a killed run may have left until the next: an empty ledger, the extension, paused jobs. */
function withoutBeginnings(catalog: readonly string[]): readonly string[] {
  return catalog.filter((line) => !/^(job|extension|schema strata_migrations)\b/.test(line));
}

/**
 * Kills one run after another, each a few statements later than the one before, until one comes to
 * its end. After each, the database is as a clean run's after so many migrations: nothing of one
 * that was not recorded, all of one that was.
 */
async function creep(
  { url, client }: ThrowawayDatabase,
  { direction, every, twin }: {
    readonly direction: Direction;
    readonly every: number;
    readonly twin: CleanTwin;
  },
): Promise<number> {
  let kills = 0;
  let applied = await appliedCount(client);
  for (let at = 1 + seedOfRun() % every;; at += every) {
    const place = (at + kills) % 2 === 0 ? "inside" : "before";
    const { signal } = await runKilled(url, [direction, `${place}:${at}`, "own"]);
    if (signal === null) break;
    kills++;
    const now = await appliedCount(client);
    const context =
      `${direction}, killed ${place} statement ${at} with ${applied} applied (seed ${seedOfRun()})`;
    const left = withoutBeginnings(await wholeCatalog(client));
    const wanted = withoutBeginnings(await twin.catalogAt(now));
    assert.deepEqual(unlikeLines(left, wanted), [], context);
    assert.ok(direction === "up" ? now >= applied : now <= applied, context);
    // The next run has what is committed behind it: its statements begin earlier.
    if (every === 1 && now !== applied) at = 5;
    applied = now;
  }
  const clean = await twin.catalogAt(direction === "up" ? migrations.length : 0);
  assert.deepEqual(unlikeLines(await wholeCatalog(client), clean), [], `${kills} killed runs`);
  return kills;
}

for (const kind of serverKinds) {
  serverTest(
    kind,
    `this package's migrations survive being killed all the way up and down (${kind})`,
    async (_t, database) => {
      const migrator = migratorAt(database.url);
      await using clean = await throwawayDatabase(database.url);
      const twin = new CleanTwin(clean);
      const every = effort({ short: 200, long: 1 });
      const up = await creep(database, { direction: "up", every, twin });
      assert.equal((await migrator.status()).ok, true);
      const down = await creep(database, { direction: "down", every, twin });
      assert.ok(up > 0 && down > 0, `${up} kills on the way up, ${down} on the way down`);
      await recordFigures("migrate-own-killed", { faults: up + down, lost: 0 });
    },
  );
}
