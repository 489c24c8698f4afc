import assert from "node:assert/strict";
import { compareVersions, isSameInterval, parseInterval } from "../../../src/timescale/mod.ts";

const intervals: readonly [string, number, number, number][] = [
  ["1 month", 1, 0, 0],
  ["1 year 2 mons 3 days 04:05:06", 14, 3, 14_706_000_000],
  ["2 weeks", 0, 14, 0],
  ["90 minutes", 0, 0, 5_400_000_000],
  ["1.5 hours", 0, 0, 5_400_000_000],
  ["00:00:01.5", 0, 0, 1_500_000],
  [" 24:00:00 ", 0, 0, 86_400_000_000],
];
for (const [text, months, days, microseconds] of intervals) {
  Deno.test(`parseInterval reads "${text}"`, () => {
    assert.deepEqual(parseInterval(text), { months, days, microseconds });
  });
}

for (
  const text of ["", "soon", "1 fortnight", "0 days", "-1 day", "1", "1.5 months", "1 day ago"]
) {
  Deno.test(`parseInterval refuses "${text}"`, () => {
    assert.throws(() => parseInterval(text), TypeError);
  });
}

Deno.test("isSameInterval counts a month as 30 days, as TimescaleDB does for chunks", () => {
  assert.equal(isSameInterval("1 month", "30 days"), true);
  assert.equal(isSameInterval("1 year", "360 days"), true);
  assert.equal(isSameInterval("1 year", "365 days"), false);
});

Deno.test("compareVersions compares numbers, and puts a prerelease before its release", () => {
  assert.ok(compareVersions("2.9.0", "2.18.1") < 0);
  assert.equal(compareVersions("2.18", "2.18.0"), 0);
  assert.ok(compareVersions("2.29.0-dev", "2.29.0") < 0);
  assert.throws(() => compareVersions("new", "1"), TypeError);
});
