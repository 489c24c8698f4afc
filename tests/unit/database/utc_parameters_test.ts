import assert from "node:assert/strict";
import { utcParameters } from "../../../src/database/_utc_parameters.ts";

Deno.test("utcParameters writes dates in UTC, in lists too, and leaves the rest alone", () => {
  const day = new Date("1850-01-01T00:00:00Z");
  const bytes = new Uint8Array([1]);
  const text = "1850-01-01T00:00:00.000Z";
  assert.deepEqual(utcParameters([day, [null, day], [[day]], [1, 2], "x", null, bytes]), [
    text,
    [null, text],
    [[text]],
    [1, 2],
    "x",
    null,
    bytes,
  ]);
});

Deno.test("utcParameters writes years as PostgreSQL reads them", () => {
  const cases: readonly (readonly [number, string])[] = [
    [Date.UTC(12024, 0, 2), "12024-01-02T00:00:00.000Z"],
    [Date.UTC(-43, 2, 15), "0044-03-15T00:00:00.000Z BC"],
    [Date.parse("0000-02-03T00:00:00Z"), "0001-02-03T00:00:00.000Z BC"],
  ];
  for (const [time, text] of cases) assert.deepEqual(utcParameters([new Date(time)]), [text]);
});

Deno.test("utcParameters refuses an invalid date", () => {
  assert.throws(() => utcParameters([new Date(NaN)]), RangeError);
});
