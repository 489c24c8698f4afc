import assert from "node:assert/strict";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { converge, type ConvergeOptions } from "../../src/migrate/catalog/converge.ts";
import { createMigrator, defineMigration } from "../../src/migrate/mod.ts";
import { serverTest, type ThrowawayDatabase } from "../support/mod.ts";
import { weather, weatherMigrations } from "./drift_fixture.ts";
import { migrated, type SharedReference, sharedReference } from "./drift_support.ts";

async function weatherOptions(
  db: ThrowawayDatabase,
  reference: SharedReference,
): Promise<ConvergeOptions> {
  const open = await migrated(db.url, weatherMigrations);
  return {
    open,
    migrations: weatherMigrations,
    definitions: weather,
    openReference: reference.open,
  };
}

const safeDrifts = [
  "select set_chunk_time_interval('readings', interval '2 days')",
  "alter table readings set (timescaledb.compress, timescaledb.compress_segmentby = 'channel', timescaledb.compress_orderby = 'time, site_id', timescaledb.compress_chunk_time_interval = '0')",
  "select remove_compression_policy('readings')",
  "select remove_continuous_aggregate_policy('readings_hourly')",
  "select add_continuous_aggregate_policy('readings_hourly', start_offset => null, end_offset => interval '2 hours', schedule_interval => interval '2 hours')",
  "drop materialized view readings_daily",
  "select add_retention_policy('readings_hourly', drop_after => interval '1 year')",
  "select alter_job(job_id, scheduled => false) from timescaledb_information.jobs where proc_name = 'policy_retention'",
  "comment on table sites is 'Nothing of the kind'",
  "comment on column readings.value is null",
];

serverTest("community", "converge corrects everything that is safe, once", async (_t, db) => {
  await using reference = await sharedReference();
  const options = await weatherOptions(db, reference);
  for (const statement of safeDrifts) await db.client.query(statement);

  const planned = await converge({ ...options, dryRun: true });
  assert.ok(planned.actions.length >= 8);
  assert.deepEqual(planned.remaining, []);
  assert.equal((await checkDrift(options)).ok, false);

  const done = await converge(options);
  assert.deepEqual(done.remaining, []);
  assert.equal(done.ok, true);
  assert.deepEqual(
    done.actions.map(({ object, property }) => `${object}: ${property}`).sort(),
    [
      "readings.value: comment",
      "readings: chunk interval",
      "readings: compression policy",
      "readings: orderby, rollup, segmentby",
      "readings: retention policy schedule",
      "readings_daily: continuous aggregate",
      "readings_hourly: refresh policy",
      "readings_hourly: retention policy",
      "sites: comment",
    ],
  );
  const { rows } = await db.client.query(
    "select action, detail from strata_migrations.migration_events where action = 'converge'",
  );
  assert.equal(rows.length, done.actions.length);
  assert.ok(rows.some(({ detail }) => /set_chunk_time_interval/.test(detail)));

  const again = await converge(options);
  assert.deepEqual(again.actions, []);
  assert.equal(again.ok, true);
});

serverTest("community", "converge corrects the settings of an aggregate", async (_t, db) => {
  await using reference = await sharedReference();
  const migrations = [
    ...weatherMigrations,
    defineMigration("0005_keep_hours", {
      up(m) {
        m.alterContinuousAggregate("readings_hourly", {
          chunkInterval: "20 days",
          compression: { segmentBy: ["site_id"], orderBy: ["bucket desc"], rollup: "40 days" },
        });
        m.addCompressionPolicy("readings_hourly", { after: "1 month" });
      },
      down(m) {
        m.removeCompressionPolicy("readings_hourly");
        m.alterContinuousAggregate("readings_hourly", { compression: null });
      },
    }),
  ];
  const open = await migrated(db.url, migrations);
  const options = { open, migrations, definitions: weather, openReference: reference.open };
  assert.deepEqual((await checkDrift(options)).differences, []);
  for (
    const statement of [
      "select set_chunk_time_interval('readings_hourly', interval '5 days')",
      "alter materialized view readings_hourly set (timescaledb.compress, timescaledb.compress_segmentby = '', timescaledb.compress_orderby = 'site_id, bucket', timescaledb.compress_chunk_time_interval = '0')",
      "select remove_compression_policy('readings_hourly')",
    ]
  ) await db.client.query(statement);
  const { actions, remaining } = await converge(options);
  assert.deepEqual(remaining, []);
  assert.deepEqual(actions.map(({ object, property }) => `${object}: ${property}`), [
    "readings_hourly: chunk interval",
    "readings_hourly: compression policy",
    "readings_hourly: orderby, rollup, segmentby",
  ]);
  await createMigrator({ open, migrations }).down({ steps: 1 });
  const before = { ...options, migrations: weatherMigrations };
  assert.deepEqual(
    (await checkDrift(before)).differences.map(({ object, property }) => `${object}: ${property}`),
    ["readings_hourly: chunk interval"],
  );
});

serverTest("community", "converge asks before it adds a policy that drops data", async (_t, db) => {
  await using reference = await sharedReference();
  const options = await weatherOptions(db, reference);
  await db.client.query("select remove_retention_policy('readings')");
  const refused = await converge(options);
  assert.equal(refused.ok, false);
  assert.deepEqual(refused.actions, []);
  assert.match(
    refused.refused[0]?.reason ?? "",
    /chunks of readings that are older than 60 months/,
  );
  const allowed = await converge({ ...options, allowDataLoss: true });
  assert.deepEqual(allowed.remaining, []);
});

serverTest("timescaledb", "converge leaves unsafe differences, and says why", async (_t, db) => {
  await using reference = await sharedReference();
  const options = await weatherOptions(db, reference);
  for (
    const statement of [
      "create table scratch (id integer)",
      "drop index ix_readings_channel",
      "alter table sites drop column height cascade",
      "comment on table sites is null",
    ]
  ) await db.client.query(statement);
  const result = await converge(options);
  assert.deepEqual(result.actions.map(({ property }) => property), ["comment"]);
  assert.deepEqual(
    result.refused.map(({ difference }) => `${difference.object}: ${difference.property}`),
    [
      "bright_sites: view",
      "readings.ix_readings_channel: index",
      "scratch: table",
      "sites.height: column",
    ],
  );
  assert.ok(result.refused.every(({ reason }) => reason.length > 20));
  assert.deepEqual(result.remaining, result.refused.map(({ difference }) => difference));
});
