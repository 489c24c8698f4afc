import assert from "node:assert/strict";
import type pg from "pg";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { isAtLeast } from "../../src/timescale/mod.ts";
import { serverTest } from "../support/mod.ts";
import { weather, weatherMigrations } from "./drift_fixture.ts";
import { plainSeeds } from "./drift_seeds.ts";
import { timescaleSeeds } from "./drift_timescale_seeds.ts";
import { assertFound, migrated, sharedReference } from "./drift_support.ts";

for (const kind of ["timescaledb", "community"] as const) {
  serverTest(kind, `checkDrift names each of many seeded drifts, ${kind}`, async (t, db) => {
    await using reference = await sharedReference();
    const open = await migrated(db.url, weatherMigrations);
    const check = () =>
      checkDrift({
        open,
        migrations: weatherMigrations,
        definitions: weather,
        openReference: reference.open,
      });
    const { server } = await check();
    const seeds = server.edition === "community" ? [...plainSeeds, ...timescaleSeeds] : plainSeeds;
    for (const seed of seeds) {
      const { since } = seed;
      const ignore = since !== undefined && !isAtLeast(server.timescaledb ?? "0", since);
      await t.step({
        name: seed.name,
        ignore,
        fn: async () => {
          await run(db.client, seed.seed);
          try {
            const { differences } = await check();
            assertFound(differences, seed.found);
          } finally {
            await run(db.client, seed.undo);
          }
        },
      });
    }
    // Everything was undone: no difference remains, and no drift hid another one.
    const { differences } = await check();
    const last = seeds.at(-1)?.found ?? [];
    assert.equal(differences.length, server.edition === "community" ? last.length : 0);
  });
}

async function run(client: pg.Client, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await client.query(statement);
}
