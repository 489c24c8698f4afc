import assert from "node:assert/strict";
import { tenorDays } from "../../../src/schema/tenor_days.ts";

const tenors: [string, number][] = [
  ["ON", 1],
  ["1 Mo", 30],
  ["4 Mo", 120],
  ["6M", 180],
  ["2 weeks", 14],
  ["1 Yr", 365],
  ["30 yr", 10950],
  [" 10Y ", 3650],
];

for (const [label, days] of tenors) {
  Deno.test(`tenorDays reads "${label}" as ${days}`, () => assert.equal(tenorDays(label), days));
}

for (const label of ["", "Mo", "0 Yr", "1.5 Yr", "3 Qx", "-1 Mo", "1 constructor"]) {
  Deno.test(`tenorDays refuses "${label}"`, () => {
    assert.throws(() => tenorDays(label), { name: "TypeError", message: /as a tenor/ });
  });
}
