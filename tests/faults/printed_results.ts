import { stripVTControlCharacters } from "node:util";

/** How one test ended. */
export interface TestResult {
  /** Its file, relative to the project. */
  readonly file: string;
  /** Its name. */
  readonly name: string;
  /** How it ended. */
  readonly state: "passed" | "failed" | "skipped";
}

const FILE = /^running \d+ tests? from (?:\.\/)?(\S+)$/;
const RESULT = /^(?:(?:\.\/)?(\S+_test\.ts) => )?(\S.*) \.\.\. (ok|FAILED|ignored)(?: \([^)]*\))+$/;

const STATES = { ok: "passed", FAILED: "failed", ignored: "skipped" } as const;

/**
 * Reads the lines that `deno test` prints; steps count with their test. Its report in JUnit's format
 * names the file that declares a test, which is a helper's for most.
 */
export function printedResults(lines: Iterable<string>): TestResult[] {
  let file = "";
  const results: TestResult[] = [];
  for (const line of lines) {
    const text = stripVTControlCharacters(line);
    file = FILE.exec(text)?.[1] ?? file;
    const [, own, name, state] = RESULT.exec(text) ?? [];
    if (name === undefined || name.includes(" ... ")) continue;
    // as: the pattern has no other words.
    results.push({ file: own ?? file, name, state: STATES[state as keyof typeof STATES] });
  }
  return results;
}
