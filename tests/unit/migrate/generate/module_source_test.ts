import assert from "node:assert/strict";
import { sqlStep } from "../../../../src/migrate/generate/generated_step.ts";
import { moduleSource } from "../../../../src/migrate/generate/module_source.ts";

const texts: readonly string[] = [
  "comment on table notes is 'one   \n      two\t\n\n  `three` ${four} \\ five'",
  "comment on table notes is 'one\r\n  two'",
  "create function f() returns int language sql as $body$\n  select\n\n    1;\n$body$",
];
for (const text of texts) {
  Deno.test(`moduleSource keeps ${JSON.stringify(text)} byte by byte`, () => {
    const source = moduleSource({
      id: "0001_begin",
      specifier: "x",
      up: [sqlStep("comment", ["select\n1", text])],
      down: [],
    });
    const template = /m\.sql\((`[^]*?[^\\]`)\);/.exec(source)?.[1] ?? "";
    const read: unknown = new Function(`return ${template}`)();
    assert.ok(String(read).endsWith(text), source);
  });
}
