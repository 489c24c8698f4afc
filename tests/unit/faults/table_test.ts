import assert from "node:assert/strict";
import type { FaultLine } from "../../faults/fault_line.ts";
import { sumFigures } from "../../faults/figures.ts";
import { printedResults } from "../../faults/printed_results.ts";
import { closingLineOf, formatTable, lineResults } from "../../faults/table.ts";

const line = (id: string, more: Partial<FaultLine> = {}): FaultLine => ({
  id,
  fault: `The fault ${id}`,
  held: "nothing lost",
  tests: [{ file: "faults/pool/x_test.ts", test: id }],
  ...more,
});

const file = "tests/faults/pool/x_test.ts";

const serial = [
  `running 3 tests from ./${file}`,
  'cut & reset "now" ...',
  "------- output -------",
  "a word of it",
  "----- output end -----",
  "  with 3 ... ok (2ms)",
  'cut & reset "now" ... \x1b[32mok\x1b[0m \x1b[90m(1s)\x1b[0m',
  "kill ... FAILED (due to 1 failed step) (11ms)",
  "freeze ... ignored (0ms)",
  "",
  "FAILED | 1 passed (1 step) | 1 failed | 1 ignored (2s)",
];

const parallel = [
  `\x1b[90m./${file} =>\x1b[0m cut & reset "now" ... with 3 ... ok (2ms)`,
  `\x1b[90m./${file} =>\x1b[0m cut & reset "now" ... \x1b[32mok\x1b[0m \x1b[90m(1s)\x1b[0m`,
  `./${file} => kill ... FAILED (1ms)`,
  `./${file} => freeze ... ignored (0ms)`,
];

for (const [how, lines] of Object.entries({ serial, parallel })) {
  Deno.test(`the results of tests are read from what a ${how} run prints`, () => {
    assert.deepEqual(printedResults(lines), [
      { file, name: 'cut & reset "now"', state: "passed" },
      { file, name: "kill", state: "failed" },
      { file, name: "freeze", state: "skipped" },
    ]);
  });
}

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
  const results = lineResults([{ title: "The pool", lines }], printedResults(serial), figures);
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
