import assert from "node:assert/strict";
import { FALSE_ALARM, readFailedJobs } from "../../../src/timescale/failed_jobs.ts";
import { noteLines, readNotes } from "../../../src/migrate/catalog/drift_note.ts";
import type { Queryable } from "../../../src/base/sql/mod.ts";
import type { ServerInfo } from "../../../src/timescale/mod.ts";

const server: ServerInfo = {
  postgres: "17.12",
  postgresMajor: 17,
  timescaledb: "2.29.2",
  schema: "public",
  edition: "community",
  available: "2.29.2",
  restoring: false,
};

const portal = 'cannot drop portal "" while it is being set up';
const rows = [
  { id: 1000, procedure: "policy_retention", relation: "bars", message: portal },
  {
    id: 1001,
    procedure: "policy_refresh_continuous_aggregate",
    relation: "x.daily",
    message: portal,
  },
  { id: 1002, procedure: "backup", relation: null, message: "the disk is full" },
  { id: 1003, procedure: "backup", relation: "bars", message: null },
];

function answering(answer: readonly unknown[]): Queryable {
  // deno-lint-ignore require-await -- a Queryable returns a promise
  return { query: async <Row>() => ({ rows: answer as Row[] }) }; // the rows are what is asked for
}

Deno.test("readFailedJobs names jobs as people do and knows false alarms", async () => {
  assert.deepEqual(
    (await readFailedJobs(answering(rows), server))
      .map(({ name, message, isFalseAlarm }) => `${name}: ${message}: ${isFalseAlarm}`),
    [
      `retention policy of bars: ${portal}: true`,
      `refresh policy of x.daily: ${portal}: true`,
      "job 1002 (backup): the disk is full: false",
      "job 1003 (backup of bars): no message: false",
    ],
  );
});

Deno.test("readFailedJobs asks nothing where there is no TimescaleDB", async () => {
  const client: Queryable = { query: () => Promise.reject(new Error("asked")) };
  assert.deepEqual(await readFailedJobs(client, { timescaledb: null }), []);
});

Deno.test("noteLines says once what is true of several jobs, and names the known trap", async () => {
  assert.deepEqual(noteLines(await readNotes(answering(rows), server)), [
    `retention policy of bars, refresh policy of x.daily: last run recorded as failed: ${portal} (${FALSE_ALARM})`,
    "job 1002 (backup): last run recorded as failed: the disk is full",
    "job 1003 (backup of bars): last run recorded as failed: no message",
  ]);
});
