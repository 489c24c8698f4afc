import assert from "node:assert/strict";
import { migrations } from "../../migrations/mod.ts";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { engineTest, migratorOn, states } from "./_engine.ts";
import { own, sharedReference } from "./drift_support.ts";

const before = migrations.filter(({ id }) => id < "0009");

engineTest("0009 adds the release calendar to a filled database, and takes it away", async (t) => {
  await migratorOn(t, { migrations: before }).up();
  await t.sql(`insert into data_sources (name) values ('ALFRED');
    insert into series_metadata
      (source_id, series_code, name, frequency, country, unit, release_timezone)
      values (1, 'PAYEMS', 'Payrolls', 'monthly', 'US', 'thousands', 'America/New_York');
    insert into macro_series (series_id, observation_date, value, release_time)
      values (1, '2024-09-01', 159105, '2024-10-04T12:30:00Z');
    insert into strata_ingest.followed_series (source, code, series_id)
      values ('fred', 'PAYEMS', 1)`);
  const upgraded = migratorOn(t, { migrations });
  const { actions } = await upgraded.up();
  assert.equal(actions[0]?.migration, "0009_create_release_calendar");
  await t.sql(`insert into release_calendar
    values (1, '2024-10-01', '2024-11-01T12:30:00Z', 'America/New_York', now())`);
  await using reference = await sharedReference();
  const open = () => t.session();
  const drift = await checkDrift({ open, ...own, openReference: reference.open });
  assert.deepEqual(drift.differences, []);

  await upgraded.down({ to: 8 });
  assert.ok((await states(upgraded)).includes("0009 pending"));
  const kept = await t.one(`select to_regclass('release_calendar') as calendar,
    (select count(*)::int from macro_series) as rows,
    (select count(*)::int from strata_ingest.followed_series) as followed`);
  assert.deepEqual(kept, { calendar: null, rows: 1, followed: 1 });
});
