import assert from "node:assert/strict";
import { coveredRun } from "../../../../src/ingest/candles/covered_run.ts";
import type { Timeframe } from "../../../../src/schema/mod.ts";

const START = Date.UTC(2024, 0, 1);
const MINUTE = 60_000;

/** Returns the part of the minutes from 0 to 10 that a run of minutes covers. */
function covered(minutes: readonly number[], window: readonly [number, number] = [0, 10]) {
  const [from, to] = window.map((minute) => new Date(START + minute * MINUTE));
  assert.ok(from !== undefined && to !== undefined);
  const times = minutes.map((minute) => START + minute * MINUTE);
  const run = coveredRun(times, { from, to, timeframe: "1m" });
  return [run.from, run.to].map((date) => (date.getTime() - START) / MINUTE);
}

const cases: [what: string, minutes: readonly number[], covered: readonly [number, number]][] = [
  ["the window where nothing traded", [], [0, 10]],
  ["the window where each minute traded", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [0, 10]],
  ["an unbroken run that stops early", [0, 1, 2, 3], [0, 4]],
  ["an unbroken run that begins late", [7, 8, 9], [7, 10]],
  ["an unbroken run in the middle, newest first", [6, 5, 4], [4, 7]],
  ["a single candle", [0], [0, 1]],
  ["silences at the ends no longer than those inside", [2, 5, 7], [0, 10]],
  ["a silence at the end longer than those inside", [0, 2, 3, 5], [0, 6]],
  ["a silence at the start longer than those inside", [4, 6, 8, 9], [4, 10]],
];

for (const [what, minutes, wanted] of cases) {
  Deno.test(`coveredRun covers ${what}`, () => assert.deepEqual(covered(minutes), wanted));
}

Deno.test("coveredRun does not count a part of a candle as a gap", () => {
  assert.deepEqual(covered([1, 2], [0.5, 3.5]), [0.5, 3.5]);
});

const calendars: [Timeframe, from: string, first: string, isCovered: boolean][] = [
  ["1M", "2024-01-01", "2024-02-01", false],
  ["1M", "2024-02-01", "2024-03-01", false],
  ["1M", "2024-02-15", "2024-03-01", true],
  ["1w", "2024-01-03", "2024-01-08", true],
  ["1w", "2024-01-01", "2024-01-08", false],
];

for (const [timeframe, from, first, isCovered] of calendars) {
  Deno.test(`coveredRun of ${timeframe} from ${from}, the first candle on ${first}`, () => {
    const time = Date.parse(first);
    const window = { from: new Date(from), to: new Date(time + 1), timeframe };
    assert.equal(coveredRun([time], window).from.getTime(), isCovered ? Date.parse(from) : time);
  });
}
