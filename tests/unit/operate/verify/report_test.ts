import assert from "node:assert/strict";
import {
  exitCodeOf,
  finding,
  reportLines,
  type VerifyReport,
} from "../../../../src/operate/verify/mod.ts";

const words = { pass: "✓ pass", warn: "! warn", fail: "✗ fail", skip: "- skip" };
const statusWord = (kind: keyof typeof words) => words[kind];

const good: VerifyReport = {
  ok: true,
  backend: "native",
  findings: [],
  checks: [
    { name: "timescaledb", status: "pass", latencyMs: 4, detail: "PostgreSQL 17.6" },
    { name: "redis", status: "warn", latencyMs: 12, detail: "Redis 8.0" },
    {
      name: "kafka",
      status: "skip",
      latencyMs: null,
      detail: "the native backend does not have it",
    },
  ],
};

const bad: VerifyReport = {
  ok: false,
  backend: null,
  findings: [],
  checks: [
    { name: "redis", status: "fail", latencyMs: null, detail: "refused", cause: "unreachable" },
    { name: "minio", status: "fail", latencyMs: null, detail: "no bucket", cause: "missing" },
    { name: "kafka", status: "pass", latencyMs: 3, detail: "cluster x" },
  ],
};

Deno.test("reportLines aligns the services and sums them up", () => {
  assert.deepEqual(reportLines(good, statusWord), [
    "✓ pass  timescaledb   4 ms  PostgreSQL 17.6",
    "! warn  redis        12 ms  Redis 8.0",
    "- skip  kafka               the native backend does not have it",
    "2 services answer",
  ]);
  assert.equal(reportLines(bad, statusWord).at(-1), "2 of 3 services failed: redis, minio");
});

Deno.test("reportLines tells what differs in the schema, what is pending and what is deferred", () => {
  const schema = {
    tables: 14,
    hypertables: 1,
    pending: ["0004_x"],
    deferred: ["compression of ohlcv"],
    differences: [{ object: "ohlcv", property: "chunk interval", expected: "1 day", actual: null }],
  };
  assert.deepEqual(reportLines({ ...good, ok: false, schema }, statusWord).slice(3), [
    "✗ fail  schema: 14 tables, 1 hypertable",
    '        pending: 0004_x, run "deno task migrate"',
    "        ohlcv, chunk interval: expected 1 day, found null",
    "        deferred: compression of ohlcv, until the server has the feature",
    "2 services answer, the schema is not as declared",
  ]);
  const inStep = { ...schema, pending: [], differences: [] };
  const lines = reportLines({ ...good, schema: inStep }, statusWord);
  assert.equal(lines.at(-1), "2 services answer, the schema is as declared");
});

Deno.test("reportLines puts advice under its service, the worst first, with notes on request", () => {
  const findings: VerifyReport["findings"] = [
    finding("job-never-run", {
      object: "a",
      sentence: "a has not run",
      remedy: "call run_job(1);",
    }),
    finding("job-paused", { object: "b", sentence: "b is paused", remedy: "select 1;" }),
    finding("restoring-mode", { sentence: "rows are lost", remedy: "select 2;" }),
  ];
  const lines = reportLines({ ...good, findings }, statusWord);
  assert.deepEqual(lines.slice(1, 6), [
    "    ✗ fail  rows are lost [restoring-mode]",
    "            select 2;",
    "    ! warn  b is paused [job-paused]",
    "            select 1;",
    "! warn  redis        12 ms  Redis 8.0",
  ]);
  assert.deepEqual(lines.slice(-2), [
    "-v shows 1 more note",
    "2 services answer; 1 error and 1 warning above, each with its remedy",
  ]);
  const verbose = reportLines({ ...good, findings }, statusWord, { verbose: true });
  assert.equal(verbose[5], "      note  a has not run [job-never-run]");
});

Deno.test("exitCodeOf is 2 for a missing permission, 3 for a service out of reach, 1 for the rest", () => {
  assert.equal(exitCodeOf(good), 0);
  const refused = good.checks.map((check) => ({ ...check, cause: "permission" as const }));
  assert.equal(exitCodeOf({ ...bad, checks: [...bad.checks, ...refused] }), 2);
  assert.equal(exitCodeOf(bad), 3);
  assert.equal(exitCodeOf({ ...bad, checks: bad.checks.slice(1) }), 1);
  assert.equal(exitCodeOf({ ...good, ok: false }), 1);
});
