import assert from "node:assert/strict";
import { formatRelation, parseRelation } from "../../../../src/base/sql/mod.ts";

const names: readonly [string, string, string][] = [
  ["ohlcv", "public", "ohlcv"],
  ["crypto.ohlcv", "crypto", "ohlcv"],
  ["Ohlcv", "public", "Ohlcv"],
  ["Raw.Trade Bars", "Raw", "Trade Bars"],
  ['"Raw"."Trade Bars"', "Raw", "Trade Bars"],
  ['Raw."Trade Bars"', "Raw", "Trade Bars"],
  ['say "hi"', "public", 'say "hi"'],
  ['"1.5 bars"', "public", "1.5 bars"],
  ['"a.b"."say ""hi"""', "a.b", 'say "hi"'],
];
for (const [text, schema, name] of names) {
  Deno.test(`parseRelation reads ${text} as it is written`, () => {
    assert.deepEqual(parseRelation(text), { schema, name });
  });
  Deno.test(`parseRelation reads back what formatRelation writes of ${text}`, () => {
    assert.deepEqual(parseRelation(formatRelation({ schema, name })), { schema, name });
  });
}

for (const text of ["", ".", "a.", ".a", "a.b.c", '"a', '""', '"a"b', '"a"."b"."c"']) {
  Deno.test(`parseRelation refuses ${JSON.stringify(text)}`, () => {
    assert.throws(() => parseRelation(text), { name: "TypeError", message: /Cannot read/ });
  });
}

Deno.test("formatRelation leaves out public, and quotes only what would be read otherwise", () => {
  assert.equal(formatRelation({ schema: "public", name: "Trade Bars" }), "Trade Bars");
  assert.equal(formatRelation({ schema: "Raw", name: "1.5" }), 'Raw."1.5"');
});
