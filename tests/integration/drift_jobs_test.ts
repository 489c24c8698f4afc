import assert from "node:assert/strict";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { converge } from "../../src/migrate/catalog/converge.ts";
import { serverTest } from "../support/mod.ts";
import { weather, weatherMigrations } from "./drift_fixture.ts";
import { jobSeeds } from "./drift_job_seeds.ts";
import { assertFound, migrated, sharedReference } from "./drift_support.ts";

serverTest(
  "community",
  "checkDrift names every field of a job, and converge corrects it",
  async (t, db) => {
    await using reference = await sharedReference();
    const open = await migrated(db.url, weatherMigrations);
    // A job records its next start when it ends.
    await db.client.query("select _timescaledb_functions.stop_background_workers()");
    const options = {
      open,
      migrations: weatherMigrations,
      definitions: weather,
      openReference: reference.open,
    };
    assert.deepEqual((await checkDrift(options)).differences, []);
    for (const { name, seed, found } of jobSeeds) {
      await t.step(name, async () => {
        for (const statement of seed) await db.client.query(statement);
        assertFound((await checkDrift(options)).differences, found);
        const { actions, remaining, refused } = await converge(options);
        assert.deepEqual(refused, []);
        assert.deepEqual(remaining, []);
        assert.ok(actions.length > 0);
      });
    }
  },
);
