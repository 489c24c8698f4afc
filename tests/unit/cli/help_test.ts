import assert from "node:assert/strict";
import { helpText } from "../../../src/cli/_help.ts";
import type { TaskSpec } from "../../../src/cli/mod.ts";

const spec: TaskSpec = {
  name: "stack",
  summary: "Keeps the services.",
  example: "deno task stack up --backend=native",
  defaultCommand: "up",
  exitCodes: { 1: "a service is down" },
  options: {
    backend: {
      type: "string",
      short: "b",
      value: "NAME",
      description: "What runs them.",
      choices: ["auto", "native"],
      default: "auto",
    },
  },
  commands: {
    up: { summary: "Starts them." },
    logs: {
      summary: "Shows their logs.",
      example: "deno task stack logs redis",
      positionals: [{ name: "SERVICE", description: "Which ones.", many: true }],
      options: { follow: { type: "boolean", description: "Goes on." } },
    },
  },
};

Deno.test("helpText shows the example first, then everything there is", () => {
  assert.equal(
    helpText(spec, undefined),
    `Example:
  deno task stack up --backend=native

Usage: deno task stack [COMMAND] [OPTIONS]

Keeps the services.

Commands (* where none is given):
  up *  Starts them.
  logs  Shows their logs.

Options:
  -b, --backend=NAME  What runs them. One of auto, native. Default auto.

Options of stack logs:
      --follow  Goes on.

Options of every task:
  -h, --help      Shows this text.
      --json      Prints one JSON document on stdout.
  -q, --quiet     Hides progress.
  -v, --verbose   Adds detail, and the stack of an error.
      --no-color  Writes without colors, like NO_COLOR.

Exit codes:
  0    done
  1    a service is down
  2    usage or configuration
  3    a service is unreachable
  130  interrupted`,
  );
});

Deno.test("helpText shows a command with its own example, arguments and flags", () => {
  const text = helpText(spec, "logs");
  assert.match(
    text,
    /^Example:\n {2}deno task stack logs redis\n\nUsage: deno task stack logs \[SERVICE…\] \[OPTIONS\]\n/,
  );
  assert.match(text, /\nShows their logs\.\n/);
  assert.match(text, /\nArguments:\n {2}\[SERVICE…\] {2}Which ones\.\n/);
  assert.match(text, /\n {6}--follow {8}Goes on\.\n/);
  assert.doesNotMatch(text, /Commands/);
});
