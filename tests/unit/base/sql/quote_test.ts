import assert from "node:assert/strict";
import { quoteIdentifier, quoteLiteral } from "../../../../src/base/sql/mod.ts";

const identifiers: readonly [parts: readonly string[], quoted: string][] = [
  [["ohlcv"], '"ohlcv"'],
  [["public", "ohlcv"], '"public"."ohlcv"'],
  [["MixedCase"], '"MixedCase"'],
  [["select"], '"select"'],
  [['say "x"'], '"say ""x"""'],
  [['x"; drop table y; --'], '"x""; drop table y; --"'],
  [["a.b"], '"a.b"'],
  [["série"], '"série"'],
  [["x".repeat(63)], `"${"x".repeat(63)}"`],
];

for (const [parts, quoted] of identifiers) {
  Deno.test(`quoteIdentifier quotes ${JSON.stringify(parts)}`, () => {
    assert.equal(quoteIdentifier(...parts), quoted);
  });
}

const refused: readonly [name: string, part: string, message: RegExp][] = [
  ["an empty part", "", /^Cannot quote an identifier: it is empty$/],
  ["a NUL", "a\0b", /^Cannot quote "a\\u0000b": it holds a NUL character$/],
  ["64 bytes", "x".repeat(64), /PostgreSQL cuts names at 63 bytes$/],
  ["63 letters of more than 63 bytes", "é".repeat(32), /PostgreSQL cuts names at 63 bytes$/],
];

for (const [name, part, message] of refused) {
  Deno.test(`quoteIdentifier refuses ${name}`, () => {
    assert.throws(() => quoteIdentifier("public", part), { name: "TypeError", message });
  });
}

const literals: readonly [text: string, quoted: string][] = [
  ["", "''"],
  ["a", "'a'"],
  ["it's", "'it''s'"],
  ["a\\b", "e'a\\\\b'"],
  ["\\'; drop table y; --", "e'\\\\''; drop table y; --'"],
  ["line\nbreak", "'line\nbreak'"],
];

for (const [text, quoted] of literals) {
  Deno.test(`quoteLiteral quotes ${JSON.stringify(text)}`, () => {
    assert.equal(quoteLiteral(text), quoted);
  });
}

Deno.test("quoteLiteral refuses a NUL", () => {
  assert.throws(() => quoteLiteral("a\0"), /^TypeError: Cannot quote "a\\u0000": it holds a NUL/);
});
