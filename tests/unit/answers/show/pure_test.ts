import assert from "node:assert/strict";
import { figureFormat } from "../../../../src/answers/show/figures.ts";
import { measureOf, signed } from "../../../../src/answers/show/measure.ts";
import { periodLabel } from "../../../../src/answers/show/period_label.ts";
import { nearestSeries } from "../../../../src/answers/show/shown_series.ts";
import { quantile, revisionAt } from "../../../../src/answers/show/svg/revision_paths.ts";
import { niceTicks } from "../../../../src/answers/show/terminal/nice_ticks.ts";

Deno.test("figureFormat writes all numbers with the decimals of the longest", () => {
  const format = figureFormat([22768.866, null, -1]);
  assert.equal(format(22768.866), "22,768.866");
  assert.equal(format(-1), "−1.000");
  assert.equal(format(null), "·");
  assert.equal(figureFormat([100, 2])(100), "100");
  assert.equal(figureFormat([0.1 + 0.2])(0.3), "0.3");
});

Deno.test("measureOf takes levels in percent, and rates and signed values in their unit", () => {
  const measure = (unit: string, ...values: readonly number[]) =>
    measureOf({
      // as: the fields that it reads.
      series: { unit } as Parameters<typeof measureOf>[0]["series"],
      revisions: values.map((value) => ({ value })) as unknown as Parameters<
        typeof measureOf
      >[0]["revisions"],
    });
  const level = measure("billions of dollars", 100, 102);
  assert.equal(level.unit, "%");
  assert.equal(level.between(100, 102).toFixed(6), "2.000000");
  assert.equal(measure("percent month on month", 1).unit, "percentage points");
  assert.equal(measure("billions of dollars", 1, -1).unit, "billions of dollars");
  assert.equal(measure("billions of dollars", 1, 0).between(3, 5), 2);
});

Deno.test("signed writes a sign, and neither for what rounds to nothing", () => {
  assert.deepEqual([signed(1.234, 2), signed(-0.5, 1), signed(0.001, 2), signed(-0.001, 2)], [
    "+1.23",
    "−0.5",
    "±0.00",
    "±0.00",
  ]);
});

Deno.test("periodLabel names periods as people do", () => {
  assert.equal(periodLabel("2024-10-01", "quarterly"), "2024Q4");
  assert.equal(periodLabel("2024-03-01", "monthly"), "2024-03");
  assert.equal(periodLabel("2024-01-01", "annual"), "2024");
  assert.equal(periodLabel("2024-03-08", "weekly"), "2024-03-08");
});

Deno.test("niceTicks encloses a range in round steps", () => {
  assert.deepEqual(niceTicks(22768.866, 23586.542, 5), [22600, 22800, 23000, 23200, 23400, 23600]);
  assert.deepEqual(niceTicks(-0.11, 1.31, 5), [-0.5, 0, 0.5, 1, 1.5]);
  assert.deepEqual(niceTicks(0.1, 0.3, 2), [0.1, 0.2, 0.3]);
  const flat = niceTicks(5, 5, 5);
  assert.ok((flat[0] ?? 9) <= 5 && (flat.at(-1) ?? 0) > 5);
  assert.ok(niceTicks(0, 0, 5).length >= 2);
});

Deno.test("nearestSeries suggests what is near in code or holds the text", () => {
  const all = [
    { source: "ALFRED", code: "GDPC1", name: "Real gross domestic product" },
    { source: "ALFRED", code: "GDP", name: "Gross domestic product" },
    { source: "BCB SGS", code: "433", name: "IPCA" },
  ];
  assert.deepEqual(nearestSeries("GDCP1", all), ["ALFRED/GDPC1", "ALFRED/GDP"]);
  assert.deepEqual(nearestSeries("ipca", all), ["BCB SGS/433"]);
  assert.deepEqual(nearestSeries("alfred/gpd", all)[0], "ALFRED/GDP");
  assert.deepEqual(nearestSeries("domestic", all), ["ALFRED/GDPC1", "ALFRED/GDP"]);
  assert.deepEqual(nearestSeries("unemployment", all), []);
});

Deno.test("a path holds its last revision, and quantiles lie between neighbours", () => {
  const path = { observationDate: "2024-01-01", steps: [[0, 0], [1, 2], [3, -1]], age: 9 } as const;
  assert.deepEqual([0, 0.9, 1, 2.9, 3, 8].map((age) => revisionAt(path, age)), [
    0,
    0,
    2,
    2,
    -1,
    -1,
  ]);
  assert.equal(quantile([1, 2, 3, 4], 0.5), 2.5);
  assert.equal(quantile([7], 0.95), 7);
});
