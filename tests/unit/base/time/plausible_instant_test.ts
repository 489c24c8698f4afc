import assert from "node:assert/strict";
import { isPlausible, mistakenUnit } from "../../../../src/base/time/plausible_instant.ts";

const MEANT = Date.UTC(2025, 0, 1, 0, 0, 1);

Deno.test("mistakenUnit names the unit that was taken for milliseconds", () => {
  assert.match(mistakenUnit(MEANT / 1_000) ?? "", /^seconds .*2025-01-01T00:00:01/);
  assert.match(mistakenUnit(MEANT * 1_000) ?? "", /^microseconds .*2025-01-01T00:00:01/);
  assert.match(mistakenUnit(MEANT * 1_000_000) ?? "", /^nanoseconds .*2025-01-01T00:00:01/);
});

Deno.test("mistakenUnit takes what may be meant", () => {
  const plausible = [
    "1900-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "1970-01-01T00:00:00Z",
    // A release in these days has no seconds.
    "1970-01-20T13:30:00Z",
    "1970-06-01T00:00:01Z",
    "2025-01-01T00:00:00.123Z",
    "9999-12-31T23:59:59Z",
  ];
  for (const text of plausible) {
    assert.equal(mistakenUnit(Date.parse(text)), undefined, text);
    assert.ok(isPlausible(Date.parse(text)), text);
  }
});
