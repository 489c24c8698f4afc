import assert from "node:assert/strict";
import { formatOrder, parseOrder } from "../../../../src/migrate/author/order_text.ts";

const entries: readonly [string, string, "asc" | "desc"][] = [
  ["time desc", "time", "desc"],
  ["time", "time", "asc"],
  [" time  asc ", "time", "asc"],
  ["desc", "desc", "asc"],
  ["Time", "Time", "asc"],
  ['"Trade Time" desc', "Trade Time", "desc"],
  ['"q""q"', 'q"q', "asc"],
];
for (const [text, column, direction] of entries) {
  Deno.test(`parseOrder reads ${text} as it is written`, () => {
    assert.deepEqual(parseOrder(text), { column, direction });
    assert.deepEqual(parseOrder(formatOrder({ column, direction })), { column, direction });
  });
}

for (const text of ["", "Trade Time", "time downwards", "time desc nulls last", '"time']) {
  Deno.test(`parseOrder refuses ${JSON.stringify(text)}`, () => {
    assert.throws(() => parseOrder(text), { name: "TypeError", message: /Cannot order by/ });
  });
}
