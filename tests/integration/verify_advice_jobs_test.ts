import assert from "node:assert/strict";
import { observe } from "../../src/operate/observe/mod.ts";
import { judgeJobs } from "../../src/operate/verify/advice/timescaledb/judge_jobs.ts";
import { ADVICE_LIMITS } from "../../src/operate/verify/mod.ts";
import { detectServer, isAtLeast } from "../../src/timescale/mod.ts";
import { serverTest } from "../support/mod.ts";
import { adviceOnDatabase, findingOn, objectsOf } from "./advice_support.ts";

serverTest("community", "verify advises on jobs and their scheduler", async (t, db) => {
  const { client, url } = db;
  const { rows: [{ version }] } = await client.query(
    "select extversion as version from pg_extension where extname = 'timescaledb'",
  );

  await t.step("a scheduler that is not there, and a job that is overdue for it", async () => {
    await client.query("select _timescaledb_functions.stop_background_workers()");
    await client.query(
      "create procedure work(job_id int, config jsonb) language plpgsql as 'begin perform 1; end'",
    );
    assert.deepEqual(objectsOf(await adviceOnDatabase(url), "scheduler-missing"), [], "no jobs");
    const { rows: [{ id }] } = await client.query("select add_job('work', '1 hour') as id");
    await client.query("select alter_job($1, next_start => now() - interval '1 hour')", [id]);
    const found = await adviceOnDatabase(url);
    const { remedy, sentence } = findingOn(found, "scheduler-missing");
    assert.match(sentence, /^1 job cannot run/);
    assert.match(
      findingOn(found, "job-overdue", `job ${id} (work)`).sentence,
      /should have run at .* UTC, 60 minutes ago$/,
    );
    await client.query(findingOn(found, "job-overdue").remedy);
    await client.query(remedy);
    // Whether it starts here depends on the workers that other databases leave.
    const of = (hasScheduler: boolean) =>
      judgeJobs(observed, { server, limits: ADVICE_LIMITS, hasScheduler }).map(({ code }) => code);
    const server = await detectServer(client);
    const observed = await observe(client, server);
    assert.ok(of(false).includes("scheduler-missing"));
    assert.ok(!of(true).includes("scheduler-missing"));
    await client.query("select delete_job($1)", [id]);
    assert.deepEqual(objectsOf(await adviceOnDatabase(url), "job-overdue"), []);
  });

  // Older servers do not compress while inserting.
  const isMissing = !isAtLeast(version, "2.23.0");
  await t.step({
    name: "batches that overlap (needs TimescaleDB 2.23 or newer)",
    ignore: isMissing,
    fn: async () => {
      await client.query("create table direct (time timestamptz not null, sensor int)");
      await client.query("select create_hypertable('direct', by_range('time', interval '1 day'))");
      await client.query(
        "alter table direct set (timescaledb.compress, timescaledb.compress_segmentby = 'sensor')",
      );
      await client.query("set timescaledb.enable_direct_compress_insert = on");
      for (const shift of ["0", "1 hour"]) {
        await client.query(
          `insert into direct select time, 1 from generate_series(timestamptz '2026-01-01 00:00Z',
             '2026-01-01 12:00Z', '1 minute') time where $1::interval is not null`,
          [shift],
        );
      }
      const { remedy } = findingOn(await adviceOnDatabase(url), "unordered-chunks", "direct");
      await client.query(remedy);
      assert.deepEqual(objectsOf(await adviceOnDatabase(url), "unordered-chunks"), []);
    },
  });
}, { timescaledb: true });
