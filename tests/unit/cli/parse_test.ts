import assert from "node:assert/strict";
import { parseArguments } from "../../../src/cli/_parse.ts";
import type { TaskSpec } from "../../../src/cli/mod.ts";
import { ConfigError } from "../../../src/base/errors.ts";

const spec: TaskSpec = {
  name: "migrate",
  summary: "Applies migrations.",
  example: "deno task migrate --to=3",
  defaultCommand: "up",
  options: { target: { type: "string", value: "SERVER", description: "A server." } },
  commands: {
    up: {
      summary: "Applies.",
      options: { "dry-run": { type: "boolean", short: "n", description: "Changes nothing." } },
    },
    down: {
      summary: "Reverts.",
      options: {
        to: {
          type: "string",
          value: "N",
          description: "Where to.",
          number: { least: 0, most: 9999 },
        },
        steps: { type: "string", description: "How many.", conflicts: ["to"], default: "1" },
      },
    },
    "new": {
      summary: "Writes one.",
      positionals: [{ name: "NAME", description: "Its name.", required: true }],
      options: {
        tag: { type: "string", multiple: true, description: "A tag." },
        mark: { type: "string", choices: ["applied", "reverted"], description: "A state." },
      },
    },
  },
};

const common = {
  help: undefined,
  json: undefined,
  quiet: undefined,
  verbose: undefined,
  "no-color": undefined,
};
const good: readonly [
  args: string,
  command: string,
  options: Record<string, unknown>,
  positionals: string[],
][] = [
  ["", "up", {}, []],
  ["--dry-run --json", "up", { "dry-run": true, json: true }, []],
  ["-nq", "up", { "dry-run": true, quiet: true }, []],
  ["up --target=2.18.0/community", "up", { target: "2.18.0/community" }, []],
  ["down", "down", { steps: "1" }, []],
  ["--to 3 down", "down", { to: "3", steps: "1" }, []],
  ["down --to=0", "down", { to: "0", steps: "1" }, []],
  ["new add_bars", "new", { tag: [] }, ["add_bars"]],
  ["new add_bars --tag=a --tag b --mark=applied", "new", { tag: ["a", "b"], mark: "applied" }, [
    "add_bars",
  ]],
  ["new -- --odd", "new", { tag: [] }, ["--odd"]],
];

for (const [args, command, options, positionals] of good) {
  Deno.test(`parseArguments reads "${args}"`, () => {
    const parsed = parseArguments(spec, args.split(" ").filter(Boolean));
    assert.equal(parsed.command, command);
    assert.deepEqual(parsed.positionals, positionals);
    const given = Object.entries(parsed.options).filter(([, value]) => value !== undefined);
    assert.deepEqual(Object.fromEntries(given), options);
    for (const name of Object.keys(common)) assert.ok(name in parsed.options);
  });
}

const bad: readonly [args: string, problem: RegExp][] = [
  ["--jsno", /"--jsno" with "migrate up": it is unknown, did you mean --json\?/],
  ["-x", /"-x" with "migrate up": it is unknown/],
  ["--constructor", /"--constructor" with "migrate up": it is unknown/],
  ["--steps=2", /"--steps" with "migrate up": it belongs to migrate down/],
  ["dwon", /"migrate dwon": there is no such command, did you mean down\?/],
  ["stat", /there is no such command/],
  ["xyzzy", /there is no such command, known are up, down, new/],
  ["toString", /"migrate toString": there is no such command/],
  ["up extra", /"extra" with "migrate up": no such argument is expected/],
  ["new", /"migrate new": NAME is missing/],
  ["new a b", /"b" with "migrate new": no such argument/],
  ["down --to", /"--to": its value is missing, write --to=N/],
  ["down --to=", /"--to": its value is missing, write --to=N/],
  ["down --to --json", /"--to": its value is missing, write --to=N/],
  ["down --to=-1", /"--to": "-1" is not a whole number from 0 to 9999/],
  ["down --to=10000", /"--to": "10000" is not a whole number from 0 to 9999/],
  ["down --to=1.5", /"--to": "1.5" is not a whole number/],
  ["down --to=abc", /"--to": "abc" is not a whole number/],
  ["down --to=1 --to=2", /"--to": it is given twice/],
  ["down --to=1 --steps=2", /"--steps" with "--to": give only one of them/],
  [
    "new a --mark=aplied",
    /"--mark": "aplied" is unknown, did you mean applied\? \(one of applied, reverted\)/,
  ],
  ["--dry-run=yes", /"--dry-run": it takes no value, leave out "=yes"/],
  ["-q -v", /"--quiet" with "--verbose": give only one of them/],
];

for (const [args, problem] of bad) {
  Deno.test(`parseArguments refuses "${args}"`, () => {
    assert.throws(() => parseArguments(spec, args.split(" ")), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.equal(error.problems.length, 1, error.message);
      assert.match(error.problems[0] ?? "", problem);
      assert.match(error.message, /\ndeno task migrate --help shows what there is$/);
      return true;
    });
  });
}

Deno.test("parseArguments reports every problem of a command line", () => {
  assert.throws(() => parseArguments(spec, ["down", "--a", "--to=x", "more"]), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.equal(error.problems.length, 3);
    return true;
  });
});

Deno.test("parseArguments gives help for a command line that lacks an argument", () => {
  assert.equal(parseArguments(spec, ["new", "--help"]).command, "new");
  assert.equal(parseArguments(spec, ["-h"]).command, undefined);
});

Deno.test("parseArguments passes what stands behind -- to a task that takes many arguments", () => {
  const many: TaskSpec = {
    name: "test",
    summary: "Tests.",
    example: "deno task test",
    positionals: [{ name: "ARGS", description: "For deno test.", many: true }],
  };
  const { positionals } = parseArguments(many, ["--json", "--", "--filter", "x", "a.ts"]);
  assert.deepEqual(positionals, ["--filter", "x", "a.ts"]);
});

Deno.test("parseArguments takes a flag whose value may be left out, with a value after = only", () => {
  const task: TaskSpec = {
    name: "doctor",
    summary: "Reports.",
    example: "deno task doctor --report",
    options: { report: { type: "string", optional: true, value: "FILE", description: "A file." } },
    positionals: [{ name: "WORD", description: "A word." }],
  };
  const report = (...args: string[]) => parseArguments(task, args).options["report"];
  assert.equal(report(), undefined);
  assert.equal(report("--report"), true);
  assert.equal(report("--report=a.txt"), "a.txt");
  const { options, positionals } = parseArguments(task, ["--report", "word"]);
  assert.equal(options["report"], true);
  assert.deepEqual(positionals, ["word"]);
  for (const args of [["--report", "--report"], ["--report="], ["--report=a", "--report"]]) {
    assert.throws(() => parseArguments(task, args), ConfigError);
  }
});
