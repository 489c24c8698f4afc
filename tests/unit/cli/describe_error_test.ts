import assert from "node:assert/strict";
import { errorDocument, errorLines } from "../../../src/cli/_describe_error.ts";
import { exitCodeOf } from "../../../src/cli/_exit_code.ts";
import {
  ConfigError,
  ConnectionError,
  MigrationError,
  StrataError,
} from "../../../src/base/errors.ts";

const refused = Object.assign(new Error(""), { code: "ECONNREFUSED" });
const hint = "  -v shows where it comes from";
const cases: readonly [name: string, error: unknown, lines: string[]][] = [
  ["its own error", new StrataError("Cannot a"), ["error: Cannot a"]],
  ["a cause that adds something", new StrataError("Cannot a", { cause: new Error("b") }), [
    "error: Cannot a",
    "  cause: b",
  ]],
  ["no cause that only repeats", new StrataError("Cannot a: b", { cause: new Error("b") }), [
    "error: Cannot a: b",
  ]],
  [
    "no cause that only repeats under the name of its class",
    new StrataError("Cannot a: b", { cause: new RangeError("Cannot a: b") }),
    ["error: Cannot a: b"],
  ],
  ["a cause of a cause", new StrataError("a", { cause: new Error("b", { cause: "c" }) }), [
    "error: a",
    "  cause: b",
    "  cause: c",
  ]],
  ["the code where there is no message", new StrataError("a", { cause: refused }), [
    "error: a",
    "  cause: ECONNREFUSED",
  ]],
  ["problems that the message leaves out", new ConfigError("Cannot a", { problems: ["X is 1"] }), [
    "error: Cannot a",
    "  - X is 1",
  ]],
  ["the name of another error", new RangeError("x"), ["error: RangeError: x", hint]],
  ["a text that was thrown", "boom", ["error: boom", hint]],
  ["an object that was thrown", { a: 1 }, ["error: { a: 1 }", hint]],
  ["no values of a failed query", new Error("Failed query: select $1\nparams: hunter2"), [
    "error: Failed query: select $1",
    hint,
  ]],
];

for (const [name, error, lines] of cases) {
  Deno.test(`errorLines shows ${name}`, () => assert.deepEqual(errorLines(error), lines));
}

Deno.test("errorLines follows a circle of causes once", () => {
  const error = new StrataError("a");
  Object.defineProperty(error, "cause", { value: new Error("b", { cause: error }) });
  assert.deepEqual(errorLines(error), ["error: a", "  cause: b"]);
});

Deno.test("errorLines adds the stack without the values of a failed query", () => {
  const lines = errorLines(new Error("Failed query: x\nparams: hunter2"), { stack: true }).join(
    "\n",
  );
  assert.match(lines, /at .*describe_error_test\.ts/);
  assert.doesNotMatch(lines, /hunter2/);
});

Deno.test("errorDocument holds the fields of an error of this package", () => {
  const error = new MigrationError("Cannot apply", { migration: "0002_b", applied: ["0001_a"] });
  assert.deepEqual(errorDocument(error), {
    name: "MigrationError",
    message: "Cannot apply",
    migration: "0002_b",
    applied: ["0001_a"],
  });
});

Deno.test("errorDocument leaves out the fields of an error of others", () => {
  const error = Object.assign(new Error("x"), { detail: "Key (name)=(hunter2)" });
  assert.deepEqual(errorDocument(error), { name: "Error", message: "x" });
});

Deno.test("exitCodeOf tells configuration, a service out of reach and the rest apart", () => {
  assert.equal(exitCodeOf(new ConfigError("x")), 2);
  assert.equal(exitCodeOf(new ConnectionError("x", { service: "redis" })), 3);
  assert.equal(exitCodeOf(new MigrationError("x")), 1);
  assert.equal(exitCodeOf(new TypeError("x")), 1);
});
