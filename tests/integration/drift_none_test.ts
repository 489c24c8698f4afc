import assert from "node:assert/strict";
import { PGlite } from "@electric-sql/pglite";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { createMigrator, defineMigration, pgliteSession } from "../../src/migrate/mod.ts";
import { serverTest } from "../support/mod.ts";
import { weather, weatherMigrations } from "./drift_fixture.ts";
import { migrated, own, sharedReference } from "./drift_support.ts";

const services = [
  { name: "this package", ...own },
  { name: "another service", definitions: weather, migrations: weatherMigrations },
];

for (const { name, definitions, migrations } of services) {
  for (const kind of ["timescaledb", "community"] as const) {
    serverTest(
      kind,
      `checkDrift finds nothing right after migrate, ${kind}, ${name}`,
      async (_t, db) => {
        await using reference = await sharedReference();
        const open = await migrated(db.url, migrations);
        const result = await checkDrift({
          open,
          migrations,
          definitions,
          openReference: reference.open,
        });
        assert.deepEqual(result.differences, []);
        assert.equal(result.ok, true);
        const isCommunity = result.server.edition === "community";
        assert.equal(result.deferred.length > 0, !isCommunity);
      },
    );
  }

  Deno.test(`checkDrift finds nothing right after migrate, PGlite, ${name}`, async () => {
    await using reference = await sharedReference();
    const database = await PGlite.create();
    try {
      const open = () => Promise.resolve(pgliteSession(database));
      await createMigrator({ open, migrations }).up();
      const result = await checkDrift({
        open,
        migrations,
        definitions,
        openReference: reference.open,
      });
      assert.deepEqual(result.differences, []);
      assert.ok(result.deferred.some(({ titles }) => titles.join().includes("hypertable")));
    } finally {
      await database.close();
    }
  });
}

serverTest(
  "community",
  "checkDrift finds no drift in chunks, their keys and compressed rows",
  async (_t, db) => {
    await using reference = await sharedReference();
    const migrations = [
      ...weatherMigrations,
      defineMigration("0005_add_alarms", {
        up(m) {
          m.sql("create table alarms (id integer, time timestamptz, primary key (id, time))");
          m.createHypertable("alarms", { by: "time", chunkInterval: "1 day" });
          m.sql(`
            create table remarks (
              alarm integer, time timestamptz,
              constraint fk_remarks_alarms foreign key (alarm, time) references alarms
            )`);
        },
      }),
    ];
    const open = await migrated(db.url, migrations);
    // Running policies would lock the same chunks.
    const schedule = (scheduled: boolean) =>
      db.client.query(
        "select alter_job(job_id, scheduled => $1) from timescaledb_information.jobs where job_id >= 1000",
        [scheduled],
      );
    await schedule(false);
    await db.client.query("insert into sites (code) values ('a'), ('b')");
    await db.client.query(
      `insert into readings (site_id, time, channel, value)
       select s, t, 0, 1 from generate_series(1, 2) s,
         generate_series(now() - interval '9 days', now(), '1 hour') t`,
    );
    await db.client.query(
      "insert into alarms select distinct site_id, time from readings limit 99",
    );
    await db.client.query("call refresh_continuous_aggregate('readings_hourly', null, null)");
    await db.client.query(
      "select compress_chunk(c) from show_chunks('readings', older_than => interval '2 days') c",
    );
    await schedule(true);
    const check = { open, migrations, openReference: reference.open };
    assert.deepEqual((await checkDrift(check)).differences, []);
  },
);

Deno.test("checkDrift starts its own reference if it is given none", async () => {
  const database = await PGlite.create();
  try {
    const open = () => Promise.resolve(pgliteSession(database));
    await createMigrator({ open, migrations: weatherMigrations }).up();
    const { ok } = await checkDrift({ open, migrations: weatherMigrations });
    assert.equal(ok, true);
  } finally {
    await database.close();
  }
});
