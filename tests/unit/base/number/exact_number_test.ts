import assert from "node:assert/strict";
import fc from "fast-check";
import { exactNumber } from "../../../../src/base/number/mod.ts";

Deno.test("exactNumber reads what a double holds", () => {
  const cases: [unknown, number][] = [
    [1.5, 1.5],
    ["1.5", 1.5],
    ["-.5e3", -500],
    ["+7.", 7],
    ["0.1", 0.1],
    ["185.639999389648438", 185.63999938964844],
    [2n ** 60n, 2 ** 60],
    ["9007199254740992", 2 ** 53],
    ["123456789012345680000", 123456789012345680000],
    ["1.7976931348623157e308", Number.MAX_VALUE],
  ];
  for (const [given, wanted] of cases) assert.equal(exactNumber(given), wanted, String(given));
});

Deno.test("exactNumber refuses what is no number, and whole numbers that a double changes", () => {
  const refused = [
    NaN,
    Infinity,
    "",
    " 1",
    "1 ",
    "1,5",
    "0x10",
    "Infinity",
    "1e999",
    "9007199254740993",
    "-9007199254740993.0",
    "12345678901234567890",
    2n ** 53n + 1n,
    10n ** 400n,
    null,
    true,
    {},
  ];
  for (const given of refused) assert.equal(exactNumber(given), undefined, String(given));
});

Deno.test("exactNumber keeps every double that JavaScript writes", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      assert.equal(exactNumber(String(number)), number + 0);
    }),
  );
});

Deno.test("exactNumber takes a bigint and its text just where the double is the same", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (whole) => {
      const isExact = BigInt(Number(whole)) === whole;
      assert.equal(exactNumber(whole) !== undefined, isExact);
    }),
  );
});
