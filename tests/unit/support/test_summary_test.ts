import assert from "node:assert/strict";
import { adviceLines, closingLine, summarizeTests } from "../../support/test_summary.ts";

const totals: readonly [line: string, exitCode: number, closing: string][] = [
  ["ok | 193 passed | 0 failed (4s)", 0, "193 passed, 0 failed, 0 skipped"],
  ["ok | 3 passed (2 steps) | 0 failed | 1 ignored (1s)", 0, "3 passed, 0 failed, 1 skipped"],
  [
    "FAILED | 1 passed | 2 failed (3 steps) | 4 ignored (1 step) (16ms)",
    1,
    "1 passed, 2 failed, 4 skipped",
  ],
  ["ok | 0 passed | 0 failed | 3 filtered out (22ms)", 0, "0 passed, 0 failed, 0 skipped"],
  [
    "ok | 1 passed | 0 failed | 2 ignored | 3 filtered out (22ms)",
    0,
    "1 passed, 0 failed, 2 skipped",
  ],
  [
    "\x1b[0m\x1b[32mok\x1b[0m | 7 passed | 0 failed \x1b[0m\x1b[38;5;245m(1s)\x1b[0m",
    0,
    "7 passed, 0 failed, 0 skipped",
  ],
  ["error: Type checking failed.", 1, "0 passed, 1 failed, 0 skipped"],
  ["ok | 7 passed | 0 failed (1s)", 1, "7 passed, 1 failed, 0 skipped"],
];

for (const [line, exitCode, closing] of totals) {
  Deno.test(`summarizeTests gives "${closing}" for ${JSON.stringify(line)}`, () => {
    const summary = summarizeTests(["running 3 tests from ./a_test.ts", "", line, ""], exitCode);
    assert.equal(closingLine(summary), closing);
  });
}

Deno.test("summarizeTests counts what skipped tests need", () => {
  const { needs } = summarizeTests([
    "a (needs STRATA_TEST_REDIS_URL) ... ignored (0ms)",
    "b (needs STRATA_TEST_REDIS_URL) ... \x1b[33mignored\x1b[0m (0ms)",
    "c (needs luck) ... ignored (0ms)",
    "d ... ignored (0ms)",
    "e (needs STRATA_TEST_REDIS_URL) ... ok (1ms)",
    "ok | 1 passed | 0 failed | 4 ignored (1ms)",
  ], 0);
  assert.deepEqual(Object.fromEntries(needs), { STRATA_TEST_REDIS_URL: 2, luck: 1 });
});

Deno.test("adviceLines says which variable gives what is missing", () => {
  assert.deepEqual(adviceLines(new Map([["luck", 1], ["STRATA_TEST_REDIS_URL", 2]])), [
    "SKIPPED 2 tests for want of STRATA_TEST_REDIS_URL, set it to a Redis: redis://:password@host:6379",
    "SKIPPED 1 test for want of luck",
  ]);
});
