import assert from "node:assert/strict";
import { join } from "node:path";
import { root, sourceFiles } from "./source_graph.ts";

/** This file contains the patterns itself. */
const SELF = "tests/unit/architecture/tidy_test.ts";

const lines = (await Promise.all(
  (await sourceFiles()).filter((file) => file !== SELF).map(async (file) => {
    const text = await Deno.readTextFile(join(root, file));
    return text.split("\n").map((text, index) => ({ file, text, place: `${file}:${index + 1}` }));
  }),
)).flat();

/** Asserts that no line in the given folders matches, and shows those that do with their place. */
function assertNoLine(pattern: RegExp, folders: RegExp): void {
  const found = lines.filter(({ file, text }) => folders.test(file) && pattern.test(text));
  assert.deepEqual(found.map(({ place, text }) => `${place} ${text.trim()}`), []);
}

Deno.test("the tidy test reads code, tests and tasks", () => {
  for (const folder of ["src", "tests", "tasks", "migrations"]) {
    assert.ok(lines.some(({ file }) => file.startsWith(`${folder}/`)), folder);
  }
});

Deno.test("what a test draws by chance can be drawn again: from a seed, or by fast-check", () => {
  assertNoLine(/\bMath\.random\b|\border by random\(\)/, /^tests\//);
});

Deno.test("no comment or message has words that must be read twice", () => {
  const riddles =
    /\b(whoever|whomever|whosoever|whatsoever|thereof|therein|thereby|whereby|wherein|hereby|heretofore|inasmuch|aforesaid)\b/i;
  assertNoLine(riddles, /./);
});

Deno.test("errors that are thrown have a class of the package or of the language", () => {
  assertNoLine(/^[^*]*\bthrow new Error\(/, /^(src|tasks|migrations)\//);
});

Deno.test("nothing is left for later: no marks of unfinished work, no test run alone", () => {
  assertNoLine(/\b(TODO|FIXME|XXX|HACK)\b/, /./);
  assertNoLine(/\.only\(|\bonly: true/, /^tests\//);
});

Deno.test("a test that is skipped says what it lacks", () => {
  const skips = lines.filter(({ file, text }) =>
    file.startsWith("tests/") && /\bignore: (true|!)/.test(text)
  );
  const silent = skips.filter(({ text }) => !/needs|missing|skipped|name,/.test(text));
  assert.ok(skips.length > 0);
  assert.deepEqual(silent.map(({ place }) => place), []);
});

Deno.test("nothing is caught without a word on why", () => {
  assertNoLine(/\bcatch( \(\w+\))? ?\{ *\}/, /./);
});

Deno.test("tests assert something: none compares a constant with itself", () => {
  assertNoLine(/\bassert(\.ok)?\((true|1)\)|\bassert\.equal\((\w+), \2\)/, /^tests\//);
});
