import assert from "node:assert/strict";
import { createOutput, type Output, type OutputOptions } from "../../../src/cli/_output.ts";
import type { TextStream } from "../../../src/cli/_stream.ts";
import { createRedactor } from "../../../src/base/logging/mod.ts";

function fakeOutput(options: Partial<OutputOptions> = {}): { output: Output; text: () => string } {
  let text = "";
  const stream = (name: string): TextStream => ({
    isTerminal: false,
    closed: new AbortController().signal,
    write: (part) => void (text += name + part),
  });
  const output = createOutput({
    stdout: stream("1"),
    stderr: stream("2"),
    json: false,
    quiet: false,
    color: false,
    redactor: createRedactor(["hunter2"]),
    ...options,
  });
  return { output, text: () => text };
}

const written: readonly [name: string, options: Partial<OutputOptions>, text: string][] = [
  ["results on stdout, the rest on stderr", {}, "1a\n2b\n2c\n"],
  ["no progress with -q", { quiet: true }, "1a\n2c\n"],
  ["no results with --json", { json: true }, "2b\n2c\n"],
];

for (const [name, options, text] of written) {
  Deno.test(`createOutput writes ${name}`, () => {
    const fake = fakeOutput(options);
    fake.output.print("a");
    fake.output.note("b");
    fake.output.complain("c");
    assert.equal(fake.text(), text);
  });
}

Deno.test("createOutput keeps the line that moves below what is written", () => {
  const { output, text } = fakeOutput();
  output.status("50 % of hunter2");
  output.note("a line");
  output.status(undefined);
  output.print("done");
  assert.equal(text(), "250 % of ***2\r\x1b[2K2a line\n250 % of ***2\r\x1b[2K1done\n");
});

Deno.test("createOutput writes a document of any value, secrets hidden in its texts alone", () => {
  const { output, text } = fakeOutput({ json: true });
  output.document({ hunter2: ["hunter2", 1n, new Map([["a", "postgres://u:x@h/d"]])] });
  assert.deepEqual(JSON.parse(text().slice(1)), {
    hunter2: ["***", "1", { a: "postgres://u:***@h/d" }],
  });
});

Deno.test("createOutput hides the fields of a document that are named as secrets", () => {
  const { output, text } = fakeOutput({ json: true });
  output.document({ password: "any", apiKey: "any", database: "any", key: "any" });
  assert.deepEqual(JSON.parse(text().slice(1)), {
    password: "***",
    apiKey: "***",
    database: "any",
    key: "any",
  });
});

Deno.test("createOutput colours only where colours are wanted", () => {
  assert.equal(fakeOutput().output.style("pass", "x"), "x");
  assert.equal(fakeOutput({ color: true }).output.style("pass", "x"), "\x1b[32mx\x1b[39m");
});
