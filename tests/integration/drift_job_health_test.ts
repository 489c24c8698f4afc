import assert from "node:assert/strict";
import type pg from "pg";
import { loadSettings } from "../../src/base/settings/mod.ts";
import { checkDrift, defineMigration } from "../../src/migrate/mod.ts";
import { adviseOnServices } from "../../src/operate/verify/mod.ts";
import { serverTest } from "../support/mod.ts";
import { findingOn, objectsOf } from "./advice_support.ts";
import { migrated, sharedReference } from "./drift_support.ts";

const migrations = [
  defineMigration("0001_create_notes", { up: (m) => m.sql("create table notes (id integer)") }),
];

const portal = 'cannot drop portal "" while it is being set up';

/**
 * Creates a job and writes the records of a failed run itself: the scheduler may take a minute on a
 * busy server, and never runs an unscheduled job.
 */
async function failJob(client: pg.Client, procedure: string, message: string): Promise<void> {
  await client.query(
    `create procedure ops.${procedure}(job_id integer, config jsonb) language sql as ''`,
  );
  const { rows: [job] } = await client.query(
    `select add_job('ops.${procedure}', '1 hour', scheduled => false) as id`,
  );
  await client.query(
    `insert into _timescaledb_internal.bgw_job_stat as s
     values ($1, now(), now(), now() + interval '1 hour', '-infinity', false, 1, '0', '0', 0, 1, 0, 1, 0, 0)
     on conflict (job_id) do update set last_run_success = false, last_start = now(), last_finish = now()`,
    [job.id],
  );
  await client.query(
    `insert into _timescaledb_internal.bgw_job_stat_history
       (job_id, execution_start, execution_finish, succeeded, data)
     values ($1, now(), now(), false, $2)`,
    [job.id, { error_data: { message } }],
  );
}

serverTest(
  "community",
  "a failed job is a note in checkDrift and a warning in verify",
  async (t, db) => {
    await using reference = await sharedReference();
    const open = await migrated(db.url, migrations);
    const check = () => checkDrift({ open, migrations, openReference: reference.open });
    const verifyDatabase = async () => {
      const settings = loadSettings({ envFile: false, env: { DATABASE_URL: db.url } });
      const [found] = await adviseOnServices({ settings, services: ["timescaledb"] });
      assert.ok(found !== undefined);
      return found;
    };

    await t.step("no note without failed jobs", async () => {
      assert.deepEqual((await check()).notes, []);
      assert.equal((await verifyDatabase()).check.status, "pass");
    });

    await t.step("a job that only seems to fail is named as a known trap", async () => {
      await db.client.query("create schema ops");
      await failJob(db.client, "quiet", portal);
      const { ok, differences, notes } = await check();
      assert.deepEqual(differences, []);
      assert.equal(ok, true);
      assert.equal(notes.length, 1);
      assert.match(notes[0]?.object ?? "", /^job \d+ \(quiet\)$/);
      assert.match(
        notes[0]?.message ?? "",
        /cannot drop portal .* \(a known trap: PostgreSQL 15\.20/,
      );
      const verified = await verifyDatabase();
      assert.equal(verified.check.status, "warn");
      const told = findingOn(verified.findings, "job-failed-on-record");
      assert.match(told.sentence, /quiet.* is recorded as failed, a known trap/);
      assert.deepEqual(objectsOf(verified.findings, "job-failed"), []);
    });

    await t.step(
      "a job that fails is named with its message, before the false alarms",
      async () => {
        await failJob(db.client, "backup", "the disk is full");
        const { ok, notes } = await check();
        assert.equal(ok, true);
        assert.deepEqual(
          notes.map(({ message }) => message.slice(0, 48)).at(-1),
          "last run recorded as failed: the disk is full",
        );
        const verified = await verifyDatabase();
        assert.equal(verified.check.status, "warn");
        const told = findingOn(verified.findings, "job-failed");
        assert.match(
          told.sentence,
          /job \d+ \(backup\) failed in its last run \(the disk is full\)/,
        );
        assert.match(told.sentence, /it never succeeded$/);
      },
    );
  },
  // No migration here needs the extension, so none creates it.
  { timescaledb: true },
);
