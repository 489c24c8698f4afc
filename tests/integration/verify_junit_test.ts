import assert from "node:assert/strict";
import { finding, junitReport, type VerifyReport } from "../../src/operate/verify/mod.ts";
import { pythonTest } from "../support/mod.ts";

const report: VerifyReport = {
  ok: false,
  backend: null,
  checks: [
    { name: "timescaledb", status: "warn", latencyMs: 12, detail: 'PostgreSQL "17" <&> \u0007' },
    { name: "redis", status: "fail", latencyMs: null, detail: "refused", cause: "unreachable" },
    { name: "kafka", status: "skip", latencyMs: null, detail: "not here" },
  ],
  findings: [
    finding("job-paused", { object: "a", sentence: "a is paused", remedy: "select 1;\nselect 2;" }),
    finding("job-paused", { object: "b", sentence: "b < c", remedy: "select 3;" }),
    finding("restoring-mode", { sentence: "rows are lost", remedy: "select 4;" }),
  ],
  schema: {
    tables: 1,
    hypertables: 0,
    pending: ["0004_x"],
    deferred: [],
    differences: [{ object: "ohlcv", property: "interval", expected: "1 day", actual: null }],
  },
};

/** Parses what stands on its argument and prints each case with what happened to it. */
const program = `
import sys, json
import xml.etree.ElementTree as tree
root = tree.fromstring(sys.argv[1])
assert root.tag == "testsuites"
out = {}
for suite in root:
  cases = list(suite)
  assert int(suite.get("tests")) == len(cases)
  assert int(suite.get("failures")) == sum(1 for c in cases if c.find("failure") is not None)
  assert int(suite.get("skipped")) == sum(1 for c in cases if c.find("skipped") is not None)
  for case in cases:
    assert case.get("classname") == "verify." + suite.get("name")
    inner = case[0] if len(case) else None
    what = "passed" if inner is None else inner.tag
    out[suite.get("name") + " " + case.get("name")] = [what, "" if inner is None else inner.text or inner.get("message")]
print(json.dumps(out))
`;

pythonTest(
  "junitReport is XML that a parser reads, a case per service and code",
  [],
  async (python) => {
    const cases = async (failOn: "error" | "warning") =>
      JSON.parse(await python(program, [junitReport(report, { failOn })])) as Readonly<
        Record<string, readonly [string, string]>
      >;
    const strict = await cases("warning");
    assert.deepEqual(strict["timescaledb answers"], ["system-out", 'PostgreSQL "17" <&> ']);
    assert.deepEqual(strict["timescaledb job-paused"], [
      "failure",
      "a is paused\nselect 1;\nselect 2;\nb < c\nselect 3;",
    ]);
    assert.equal(strict["timescaledb restoring-mode"]?.[0], "failure");
    assert.deepEqual(strict["timescaledb job-failed"], ["passed", ""]);
    assert.deepEqual(strict["redis answers"], ["failure", "refused"]);
    assert.equal(strict["redis redis-clock"]?.[0], "skipped");
    assert.equal(strict["kafka answers"]?.[0], "skipped");
    assert.match(strict["schema as declared"]?.[1] ?? "", /^pending: 0004_x\nohlcv, interval: /);
    const usual = await cases("error");
    assert.equal(usual["timescaledb job-paused"]?.[0], "system-out");
    assert.equal(usual["timescaledb restoring-mode"]?.[0], "failure");
  },
);
