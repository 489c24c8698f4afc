import assert from "node:assert/strict";
import { barLength, instantBefore, parseDelay } from "../../../src/market/bar_length.ts";
import { instantText, parseInstant } from "../../../src/base/time/instant.ts";
import { frequencies } from "../../../src/schema/mod.ts";
import { parseInterval } from "../../../src/timescale/mod.ts";

Deno.test("barLength knows every frequency that has a length", () => {
  for (const frequency of frequencies) {
    if (frequency === "irregular") continue;
    assert.ok(parseInterval(barLength(frequency)));
  }
  assert.throws(() => barLength("irregular"), { name: "TypeError", message: /pass delay/ });
});

const cases = [
  ["2024-03-31T12:00:00Z", "1 month", "2024-02-29T12:00:00.000Z"],
  ["2024-01-01T00:00:00Z", "1 day", "2023-12-31T00:00:00.000Z"],
  ["1969-06-01T00:00:00.000001Z", "1 year 90 minutes", "1968-05-31T22:30:00.000001Z"],
] as const;

for (const [instant, interval, before] of cases) {
  Deno.test(`instantBefore counts ${interval} back from ${instant}`, () => {
    const found = instantBefore(parseInstant(instant), parseInterval(interval));
    assert.equal(instantText(found), before);
  });
}

Deno.test("parseDelay reads null as none", () => {
  assert.equal(instantBefore(5, parseDelay(null)), 5);
});
