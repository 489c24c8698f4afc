import assert from "node:assert/strict";
import { castCheckStatements, castWarning } from "../../../../src/migrate/generate/cast_check.ts";

const relation = { schema: "public", name: "notes" };
const checksOf = (from: string, to: string): readonly string[] =>
  castCheckStatements({ relation, column: "v", from, to });

const lossy: readonly [string, string][] = [
  ["character varying(20)", "varchar(5)"],
  ["text", "character varying(5)"],
  ["text", "numeric(10,2)"],
  ["text", "date"],
  ["integer", "varchar(3)"],
  ["double precision", "integer"],
  ["double precision", "numeric(10,2)"],
  ["numeric(12,4)", "numeric(10,2)"],
  ["numeric", "numeric(10,2)"],
  ["bigint", "double precision"],
  ["timestamptz", "date"],
  ["timestamptz", "timestamptz(0)"],
  ["integer", "boolean"],
  ["numeric(12,4)[]", "integer[]"],
];
for (const [from, to] of lossy) {
  Deno.test(`castCheckStatements checks ${from} to ${to}`, () => {
    const [check, ...others] = checksOf(from, to);
    assert.deepEqual(others, []);
    assert.match(check ?? "", /lock table notes[^]*is distinct from[^]*raise exception/);
  });
}

const safe: readonly [string, string][] = [
  ["varchar(5)", "character varying(20)"],
  ["varchar(5)", "text"],
  ["integer", "bigint"],
  ["bigint", "integer"],
  ["integer", "numeric(10,2)"],
  ["real", "double precision"],
  ["numeric(10,2)", "numeric(12,4)"],
  ["numeric(10,2)", "numeric"],
  ["date", "timestamptz"],
  ["text", "uuid"],
  ["timestamptz", "time"],
  ["json", "jsonb"],
];
for (const [from, to] of safe) {
  Deno.test(`castCheckStatements has no check for ${from} to ${to}`, () => {
    assert.deepEqual(checksOf(from, to), []);
  });
}

Deno.test("castWarning names losses that no check can find", () => {
  assert.match(castWarning({ from: "json", to: "jsonb" }) ?? "", /duplicate keys/);
  assert.match(castWarning({ from: "timestamptz", to: "time" }) ?? "", /drops the date/);
  assert.match(castWarning({ from: "timestamptz", to: "date" }) ?? "", /time zone/);
  assert.equal(castWarning({ from: "integer", to: "bigint" }), null);
});
