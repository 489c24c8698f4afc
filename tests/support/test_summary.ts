import { stripVTControlCharacters } from "node:util";

/** The result of a `deno test` run. */
export interface TestSummary {
  /** Tests that passed. */
  readonly passed: number;
  /** Tests that failed, including files that could not be run. */
  readonly failed: number;
  /** Tests that were skipped. */
  readonly skipped: number;
  /** How many of them lack something, by what they need. */
  readonly needs: ReadonlyMap<string, number>;
}

const TOTALS = /^(ok|FAILED) \| \d+ passed/;
const SKIPPED = /^(.*) \.\.\. ignored \([^)]*\)$/;
const NEED = /\(needs ([^()]+)\)/;

/** Parses the output of `deno test`. */
export function summarizeTests(lines: Iterable<string>, exitCode: number): TestSummary {
  let totals = { passed: 0, failed: 0, skipped: 0 };
  const needs = new Map<string, number>();
  for (const line of lines) {
    const text = stripVTControlCharacters(line);
    if (TOTALS.test(text)) {
      const count = (word: string) => Number(new RegExp(`\\| (\\d+) ${word}`).exec(text)?.[1] ?? 0);
      totals = { passed: count("passed"), failed: count("failed"), skipped: count("ignored") };
    }
    const need = NEED.exec(SKIPPED.exec(text)?.[1] ?? "")?.[1];
    if (need !== undefined) needs.set(need, (needs.get(need) ?? 0) + 1);
  }
  // A file that does not compile gives no totals: a failed run has at least one failure.
  const failed = exitCode === 0 ? totals.failed : Math.max(1, totals.failed);
  return { ...totals, failed, needs };
}

/** Formats the last line of a test run. */
export function closingLine({ passed, failed, skipped }: TestSummary): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

const ADVICE: Readonly<Record<string, string>> = {
  STRATA_TEST_DATABASE_URL: "a PostgreSQL with TimescaleDB: postgres://user:password@host/database",
  STRATA_TEST_COMMUNITY_URL: "TimescaleDB Community servers: a URL, or several separated by commas",
  STRATA_TEST_REDIS_URL: "a Redis: redis://:password@host:6379",
};

/** Lists, for what skipped tests lack, how to run them. */
export function adviceLines(needs: ReadonlyMap<string, number>): string[] {
  return [...needs].sort().map(([need, count]) => {
    const tests = count === 1 ? "1 test" : `${count} tests`;
    const advice = Object.hasOwn(ADVICE, need) ? `, set it to ${ADVICE[need]}` : "";
    return `SKIPPED ${tests} for want of ${need}${advice}`;
  });
}
