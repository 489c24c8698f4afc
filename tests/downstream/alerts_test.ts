import assert from "node:assert/strict";
import { createMigrator } from "@strata/foundation/migrate";
import { migrations } from "@strata/foundation/migrations";
import { createTestDatabase } from "@strata/foundation/testing";
import { raiseAlert, serviceSchema, valueAsOf, writeReleases } from "./alerts.ts";
import { alertMigrations, LEDGER } from "./migrations.ts";

const options = {
  schema: serviceSchema,
  migrations: { strata_migrations: migrations, [LEDGER]: alertMigrations },
};

Deno.test("a value is what was known at the instant", async () => {
  await using database = await createTestDatabase(options);
  const day = "2024-01-01";
  const seriesId = await writeReleases(database, day, [
    { value: 1, releaseTime: new Date("2024-04-25T12:30:00Z") },
    { value: 2, releaseTime: new Date("2024-09-26T12:30:00Z") },
  ]);
  const knownAt = (text: string) => valueAsOf(database, seriesId, { day, at: new Date(text) });
  assert.equal(await knownAt("2024-04-25T12:29:59Z"), null);
  assert.equal(await knownAt("2024-04-25T12:30:00Z"), 1);
  assert.equal(await knownAt("2025-01-01"), 2);
});

Deno.test("an alert is raised above the limit, once", async () => {
  await using database = await createTestDatabase(options);
  const alert = {
    rule: "gdp",
    raisedAt: new Date("2024-10-01T00:00:00Z"),
    value: 3,
  };
  assert.equal(await raiseAlert(database, alert, 3), undefined);
  await raiseAlert(database, alert, 2);
  assert.deepEqual(await raiseAlert(database, alert, 2), {
    ...alert,
    note: null,
  });
});

Deno.test("the migrations go down", async () => {
  await using database = await createTestDatabase({ migrations: migrations });
  const open = database.openSession;
  const migrator = createMigrator({
    open,
    migrations: alertMigrations,
    ledger: LEDGER,
  });
  await migrator.up();
  await migrator.down();
  const { rows } = await database.pool.query(
    "select to_regclass('alert_events') as found",
  );
  assert.deepEqual(rows, [{ found: null }]);
});
