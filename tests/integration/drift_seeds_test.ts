import assert from "node:assert/strict";
import type pg from "pg";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import type { Difference } from "../../src/migrate/catalog/difference.ts";
import { isAtLeast } from "../../src/timescale/mod.ts";
import { serverTest } from "../support/mod.ts";
import { weather, weatherMigrations } from "./drift_fixture.ts";
import { plainSeeds, type Seed } from "./drift_seeds.ts";
import { timescaleSeeds } from "./drift_timescale_seeds.ts";
import { migrated, sharedReference } from "./drift_support.ts";

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
            assertFound(differences, seed);
          } finally {
            await run(db.client, seed.undo);
          }
        },
      });
    }
    // Whatever was undone is no difference any more, so no drift hid another.
    const { differences } = await check();
    const last = seeds.at(-1)?.found ?? [];
    assert.equal(differences.length, server.edition === "community" ? last.length : 0);
  });
}

async function run(client: pg.Client, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await client.query(statement);
}

function assertFound(differences: readonly Difference[], seed: Seed): void {
  const shown = differences.map(({ object, property, expected, actual }) =>
    [object, property, expected, actual] as const
  );
  assert.equal(shown.length, seed.found.length, JSON.stringify(shown, null, 2));
  seed.found.forEach((wanted, i) => {
    const found = shown[i];
    wanted.forEach((part, j) => {
      const text = found?.[j] ?? null;
      if (part instanceof RegExp) assert.match(String(text), part);
      else assert.equal(text, part, JSON.stringify(shown, null, 2));
    });
  });
  assert.ok(differences.every((difference) => difference.layer === "database"));
}
