import assert from "node:assert/strict";
import { typeParsers } from "../../../src/database/_type_parsers.ts";

// as: the driver's overloads require an enumeration that lacks the arrays.
const read = typeParsers.getTypeParser as (
  oid: number,
  format?: string,
) => (text: string) => unknown;

const cases: readonly (readonly [string, number, string, unknown])[] = [
  ["date stays text", 1082, "2024-01-01", "2024-01-01"],
  ["date before Christ stays text", 1082, "0044-03-15 BC", "0044-03-15 BC"],
  ["dates stay text", 1182, "{2024-01-01,NULL}", ["2024-01-01", null]],
  ["interval stays text", 1186, "1 mon", "1 mon"],
  ["numeric stays text", 1700, "1.10", "1.10"],
  ["bigint stays text", 20, "9007199254740993", "9007199254740993"],
  ["timestamp is UTC", 1114, "2024-03-10 02:30:00", new Date("2024-03-10T02:30:00Z")],
  [
    "timestamp before Christ is UTC",
    1114,
    "0044-03-15 00:00:00 BC",
    new Date(Date.UTC(-43, 2, 15)),
  ],
  ["timestamp may be infinite", 1114, "-infinity", -Infinity],
  ["timestamps are UTC", 1115, '{"2024-03-10 02:30:00",NULL}', [
    new Date("2024-03-10T02:30:00Z"),
    null,
  ]],
  [
    "timestamptz has its offset",
    1184,
    "2024-01-01 00:00:00+05:30",
    new Date("2023-12-31T18:30:00Z"),
  ],
  ["integer is a number", 23, "42", 42],
];

for (const [name, oid, text, expected] of cases) {
  Deno.test(`typeParsers: ${name}`, () => assert.deepEqual(read(oid)(text), expected));
}

Deno.test("typeParsers leaves binary results to the driver", () => {
  assert.notEqual(read(1114, "binary"), read(1114));
});
