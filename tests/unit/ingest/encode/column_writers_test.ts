import assert from "node:assert/strict";
import type { Buffer } from "node:buffer";
import { integer, jsonb, numeric, pgEnum, pgTable, text, uuid, varchar } from "drizzle-orm/pg-core";
import { columnCodec } from "../../../../src/ingest/encode/column_codec.ts";
import { floatCodec, integerCodec } from "../../../../src/ingest/encode/number_columns.ts";

const hex = (value: Buffer | string) => typeof value === "string" ? value : value.toString("hex");

Deno.test("integerCodec writes PostgreSQL's binary array", () => {
  const writer = integerCodec(32).writer();
  assert.ok(writer.push(1));
  writer.appendNull();
  assert.ok(writer.push(-2));
  assert.ok(writer.push(9));
  writer.undo();
  assert.equal(
    hex(writer.finish()),
    "00000001" + "00000001" + "00000017" + "00000003" + "00000001" +
      "00000004" + "00000001" + "ffffffff" + "00000004" + "fffffffe",
  );
});

Deno.test("integerCodec accepts only whole numbers of its size", () => {
  for (const bits of [16, 32, 64] as const) {
    const limit = bits === 64 ? Number.MAX_SAFE_INTEGER : 2 ** (bits - 1) - 1;
    const writer = integerCodec(bits).writer();
    for (const good of [0, -0, 1, limit, -limit]) assert.ok(writer.push(good), `${good}`);
    for (const good of [BigInt(limit), String(-limit), "+7", "3.0"]) {
      assert.ok(writer.push(good), `${good}`);
    }
    const beyond = [limit + 1, BigInt(limit) + 1n, String(limit + 1)];
    const noNumbers = [0.5, NaN, Infinity, "0.5", "", " 1", "0x1", "1e400", true, null, undefined];
    for (const bad of [...beyond, ...noNumbers]) {
      assert.ok(!writer.push(bad), `${bad}`);
    }
  }
});

Deno.test("integerCodec writes 64 bits exactly", () => {
  const writer = integerCodec(64).writer();
  for (const value of [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, -1, 4_294_967_296]) {
    assert.ok(writer.push(value));
  }
  const bytes = writer.finish();
  assert.ok(typeof bytes !== "string");
  assert.deepEqual(
    [0, 1, 2, 3].map((i) => bytes.readBigInt64BE(24 + i * 12)),
    [9_007_199_254_740_991n, -9_007_199_254_740_991n, -1n, 4_294_967_296n],
  );
});

Deno.test("floatCodec accepts only finite numbers", () => {
  const double = floatCodec(64).writer();
  assert.ok(double.push(1e308));
  for (const good of ["1", "-0.1e-3", 2n ** 53n, "9007199254740992", "1e300"]) {
    assert.ok(double.push(good), `${good}`);
  }
  for (const bad of [NaN, Infinity, -Infinity, "NaN", "1,5", "", null]) {
    assert.ok(!double.push(bad), `${bad}`);
  }
  for (const bad of [2n ** 53n + 1n, "9007199254740993", "9007199254740993.0", 10n ** 400n]) {
    assert.ok(!double.push(bad), `${bad} is no double`);
  }
  const single = floatCodec(32).writer();
  assert.ok(single.push(1.5));
  assert.ok(!single.push(1e39));
});

Deno.test("a writer returns the distinct values as a bound, unless there are many", () => {
  const few = integerCodec(32).writer({ track: true });
  for (const value of [3, 3, 1, 3]) few.push(value);
  assert.deepEqual(few.bound(), { kind: "list", elements: new Set(["3", "1"]) });
  const many = integerCodec(32).writer({ track: true });
  for (let value = 0; value < 6_000; value++) many.push(value);
  assert.equal(many.bound(), undefined);
  assert.equal(integerCodec(32).writer().bound(), undefined);
});

const mood = pgEnum("mood", ["good", "bad"]);
const table = pgTable("t", {
  free: text(),
  must: text().notNull(),
  short: varchar({ length: 3 }),
  mood: mood(),
  any: numeric(),
  exact: numeric({ precision: 5, scale: 2 }),
  number: numeric({ mode: "number" }),
  json: jsonb(),
  id: uuid(),
  count: integer(),
});

const cases:
  readonly (readonly [keyof typeof table["_"]["columns"], unknown, string | undefined])[] = [
    ["free", 'a "b" \\ {c}, d', '{"a \\"b\\" \\\\ {c}, d"}'],
    ["free", "", '{""}'],
    ["free", "NULL", '{"NULL"}'],
    ["free", "a\0", undefined],
    ["free", "\ud83d", undefined],
    ["free", "😀", '{"😀"}'],
    ["free", 5, undefined],
    ["must", "", undefined],
    ["short", "😀😀😀", '{"😀😀😀"}'],
    ["short", "abcd", undefined],
    ["mood", "bad", '{"bad"}'],
    ["mood", "ugly", undefined],
    ["any", "-0012.3400", '{"-0012.3400"}'],
    ["any", "1e5", undefined],
    ["any", 1.5, undefined],
    ["any", ".", undefined],
    ["exact", "999.99", '{"999.99"}'],
    ["exact", "999.990", '{"999.990"}'],
    ["exact", "1000", undefined],
    ["exact", "0.001", undefined],
    ["number", 1e21, '{"1e+21"}'],
    ["number", NaN, undefined],
    ["json", { a: [1, "x"] }, '{"{\\"a\\":[1,\\"x\\"]}"}'],
    ["json", { a: "\0" }, undefined],
    ["json", { a: "\\u0000" }, '{"{\\"a\\":\\"\\\\\\\\u0000\\"}"}'],
    ["id", "x", '{"x"}'],
  ];

for (const [name, value, written] of cases) {
  Deno.test(`columnCodec ${written === undefined ? "refuses" : "writes"} ${JSON.stringify(value)} as ${name}`, () => {
    const writer = columnCodec(table[name], undefined).writer();
    assert.equal(writer.push(value), written !== undefined);
    if (written !== undefined) assert.equal(writer.finish(), written);
  });
}

Deno.test("columnCodec leaves unknown types to the server", () => {
  assert.equal(columnCodec(table.id, undefined).isLoose, true);
  assert.equal(columnCodec(table.count, undefined).isLoose, undefined);
});
