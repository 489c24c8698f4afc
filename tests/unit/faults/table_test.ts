import assert from "node:assert/strict";
import type { FaultLine } from "../../faults/fault_line.ts";
import { sumFigures } from "../../faults/figures.ts";
import { parseJunit } from "../../faults/junit.ts";
import { closingLineOf, formatTable, lineResults } from "../../faults/table.ts";

const line = (id: string, more: Partial<FaultLine> = {}): FaultLine => ({
  id,
  fault: `The fault ${id}`,
  held: "nothing lost",
  tests: [{ file: "faults/pool/x_test.ts", test: id }],
  ...more,
});

const junit = `<?xml version="1.0"?>
<testsuites><testsuite name="./tests/faults/pool/x_test.ts">
<testcase name="cut &amp; reset &quot;now&quot;" classname="./tests/faults/pool/x_test.ts" time="0.1" line="1" col="1"></testcase>
<testcase name="kill" classname="./tests/faults/pool/x_test.ts" time="0.1"><failure message="no">lost</failure></testcase>
<testcase name="freeze" classname="./tests/faults/pool/x_test.ts" time="0.1"><skipped/></testcase>
</testsuite></testsuites>`;

Deno.test("the results of tests are read from their report", () => {
  const file = "tests/faults/pool/x_test.ts";
  assert.deepEqual(parseJunit(junit), [
    { file, name: 'cut & reset "now"', state: "passed" },
    { file, name: "kill", state: "failed" },
    { file, name: "freeze", state: "skipped" },
  ]);
});

Deno.test("a line is held only if each of its tests ran and none failed", () => {
  const lines = [
    line("cut"),
    line("kill"),
    line("freeze"),
    line("gone"),
    line("none", { tests: [], leftOut: "No one can" }),
  ];
  const figures = sumFigures(
    '{"id":"cut","figures":{"faults":3,"lost":0}}\n{"id":"cut","figures":{"faults":1000,"note":"ok"}}\n',
  );
  const results = lineResults([{ title: "The pool", lines }], parseJunit(junit), figures);
  assert.deepEqual(results.map(({ state }) => state), [
    "held",
    "failed",
    "not run",
    "not run",
    "left out",
  ]);
  const table = formatTable(results);
  assert.match(table, /\| The fault cut \| nothing lost \| 1 test, 1,003 faults, 0 lost, ok \|/);
  assert.match(table, /FAILED: kill \|/);
  assert.match(table, /not run: freeze \|/);
  assert.match(table, /not run: no such test \|/);
  assert.match(table, /left out\. No one can \|/);
  assert.match(
    closingLineOf(results),
    /^1 of 5 lines held, 1 failed, 2 not run, 1 left out: 1,003 faults survived/,
  );
});
