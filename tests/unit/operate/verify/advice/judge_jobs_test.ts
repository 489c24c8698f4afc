import assert from "node:assert/strict";
import type { ObservedJob } from "../../../../../src/operate/observe/mod.ts";
import { judgeJobs } from "../../../../../src/operate/verify/advice/timescaledb/judge_jobs.ts";
import { ADVICE_LIMITS } from "../../../../../src/operate/verify/mod.ts";

const at = new Date("2026-12-01T00:00:00Z");

function job(id: number, message: string, isFalseAlarm = false): ObservedJob {
  return {
    ...{ id, name: `job ${id}`, kind: "other", relation: null, config: {}, scheduled: true },
    ...{ everyMs: 3_600_000, isRunning: false, lastStarted: at, lastSucceeded: null },
    ...{ nextStart: at, runs: 1, failures: 1, failure: { message, isFalseAlarm } },
  };
}

function judge(jobs: readonly ObservedJob[], postgres: string) {
  const server = { postgresMajor: 17, timescaledb: "2.29.2", available: null, schema: "public" };
  return judgeJobs({ jobs, at }, {
    server: { ...server, postgres },
    limits: ADVICE_LIMITS,
    hasScheduler: null,
  });
}

Deno.test("judgeJobs tells of all false alarms in one note, and of each real failure", () => {
  const found = judge([job(1, "cannot drop …", true), job(2, "x", true), job(3, "full")], "17.12");
  assert.deepEqual(found.map(({ code }) => code), ["job-failed-on-record", "job-failed"]);
  assert.match(
    found[0]?.sentence ?? "",
    /^2 jobs \(job 1 and others\) are recorded as failed, a known/,
  );
});

Deno.test("judgeJobs takes errors that a user may not see for false alarms where a release has them", () => {
  const [found] = judge([job(1, "no message")], "17.12");
  assert.equal(found?.code, "job-failed-on-record");
  assert.match(found.sentence, /with errors that only owners see, a known trap/);
  assert.deepEqual(judge([job(1, "no message")], "17.11").map(({ code }) => code), ["job-failed"]);
});
