import { createDatabase, type Database } from "../../../src/database/mod.ts";
import { type Schema, schema } from "../../../src/schema/mod.ts";
import { seeded } from "../../integration/ingest_support.ts";
import { migratedTest } from "../../integration/schema_support.ts";
import { effort, isLong, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { assertRaceFound, assertSchedules } from "./find_race.ts";
import { type Change, Sessions } from "./gated_pool.ts";
import { anyVintages, holdVintages } from "./vintages_scenario.ts";
import { anyWriters, holdWriters } from "./writers_scenario.ts";

const seed = seedOfRun();
const numRuns = effort({ short: 6, long: 300 });

interface Stage {
  readonly database: Database<Schema>;
  readonly sessions: Sessions<Schema>;
  /** Watches the same sessions, with a race put in between. */
  changed(change: Change): Sessions<Schema>;
}

/** Declares a test with a database whose sessions are scheduled. */
function stageTest(
  name: string,
  run: (stage: Stage) => Promise<void>,
  kind: "timescaledb" | "community" = "timescaledb",
): void {
  migratedTest(
    kind,
    `${name}, seed ${seed}`,
    seeded(async ({ client, name: own, url }) => {
      await client.query(`alter database ${own} set deadlock_timeout = '20ms'`);
      await client.query(
        `select alter_job(job_id, scheduled => false) from timescaledb_information.jobs
          where hypertable_name is not null`,
      );
      await using database = createDatabase({ url, schema });
      const changed = (change?: Change) => new Sessions(database, client, change);
      await run({ database, sessions: changed(), changed });
    }),
  );
}

stageTest("writers of the same keys, statement by statement in every order", async (stage) => {
  let statements = 0;
  await assertSchedules(anyWriters, async (one) => {
    statements += await holdWriters(one, stage);
  }, { seed, numRuns });
  await recordFigures("schedules-writers", { cases: numRuns, note: `${statements} statements` });
});

stageTest("writers of the same keys while a policy compresses, in every order", async (stage) => {
  let statements = 0;
  await assertSchedules(anyWriters, async (one) => {
    statements += await holdWriters(one, { ...stage, compresses: true });
  }, { seed, numRuns });
  await recordFigures("schedules-writers", { cases: numRuns, note: `${statements} statements` });
}, "community");

stageTest("loaders of one series, statement by statement in every order", async (stage) => {
  let statements = 0;
  await assertSchedules(anyVintages, async (one) => {
    statements += await holdVintages(one, stage);
  }, { seed, numRuns });
  await recordFigures("schedules-writers", { cases: numRuns, note: `${statements} statements` });
});

// A seed that finds each race early is enough for the short form.
const found = { seed: isLong ? seed : 13, numRuns: 400, inTurn: true };

stageTest("races put in between writers and their server are found", async (stage) => {
  const changed = (change: Change) => ({ ...stage, sessions: stage.changed(change) });
  const unguarded = changed((text) => text.replace(/on conflict \([^)]*\) do nothing/, ""));
  const unlocked = changed((text) => text.replaceAll("pg_advisory_xact_lock(", "coalesce("));
  const early = changed((text) =>
    text === "begin" ? "begin isolation level repeatable read" : text
  );
  const looks: readonly (readonly [string, () => Promise<number>])[] = [
    [
      "an insert without on conflict",
      () => assertRaceFound(anyWriters, (one) => holdWriters(one, unguarded), found),
    ],
    [
      "vintages compared without their lock",
      () => assertRaceFound(anyVintages, (one) => holdVintages(one, unlocked), found),
    ],
    [
      "vintages read before their lock",
      () => assertRaceFound(anyVintages, (one) => holdVintages(one, early), found),
    ],
  ];
  for (const [race, look] of looks) {
    await recordFigures("races-found", { faults: 1, note: `${race}: ${await look()} schedules` });
  }
});
