import assert from "node:assert/strict";
import { firstDifference, MISSING } from "../../../../src/testing/audit/first_difference.ts";

const circle: unknown[] = [1];
circle.push(circle);
const otherCircle: unknown[] = [1];
otherCircle.push(otherCircle);

class Level {
  value = 1;
}

const equal: readonly (readonly [unknown, unknown])[] = [
  [NaN, NaN],
  [0, -0],
  [undefined, undefined],
  [new Date("2024-01-01"), new Date("2024-01-01")],
  [new Date(NaN), new Date(NaN)],
  [new Map([["a", [1]]]), new Map([["a", [1]]])],
  [new Set([1, 2]), new Set([1, 2])],
  [new Float64Array([1, NaN]), new Float64Array([1, NaN])],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }],
  [circle, otherCircle],
  [{ rateAt: () => 1 }, { rateAt: () => 2 }],
  [10n, 10n],
  [new Error("gone"), new Error("gone")],
  [Temporal.Instant.from("2024-01-01T00:00Z"), Temporal.Instant.from("2024-01-01T00:00Z")],
];

const different: readonly (readonly [unknown, unknown, path: readonly (string | number)[]])[] = [
  [1, 1 + Number.EPSILON, []],
  [NaN, null, []],
  [undefined, null, []],
  [1, "1", []],
  [new Date("2024-01-01"), new Date("2024-01-02"), []],
  [new Date("2024-01-01"), "2024-01-01", []],
  [[1, 2], [1, 2, 3], [2]],
  [{ a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 3 }] } }, ["a", "b", 1, "c"]],
  [{ a: undefined }, {}, ["a"]],
  [new Map([["a", 1]]), new Map([["a", 2]]), [0, 1]],
  [new Set([1]), new Set([2]), [0]],
  [new Float64Array([1, 2]), new Float64Array([1, 3]), [1]],
  [new Float64Array([1]), new Float32Array([1]), []],
  [new Level(), { value: 1 }, []],
  [new Error("gone"), new Error("here"), []],
  [Temporal.Instant.from("2024-01-01T00:00Z"), Temporal.Instant.from("2024-01-02T00:00Z"), []],
];

Deno.test("firstDifference finds none where two values have the same structure", () => {
  for (const [a, b] of equal) assert.equal(firstDifference(a, b), null);
});

Deno.test("firstDifference names the way to the first difference", () => {
  for (const [a, b, path] of different) assert.deepEqual(firstDifference(a, b)?.path, path);
  assert.equal(firstDifference([1], [])?.after, MISSING);
});

Deno.test("a tolerance is a share of the larger number, and concerns numbers alone", () => {
  const tolerance = 1e-9;
  assert.equal(firstDifference([1e12], [1e12 + 1], { tolerance }), null);
  assert.equal(firstDifference(0, 1e-10, { tolerance }), null);
  assert.ok(firstDifference(1e12, 1e12 + 1e4, { tolerance }));
  assert.ok(firstDifference(NaN, 1, { tolerance }));
  assert.ok(firstDifference("1", "1.0", { tolerance: 1 }));
});

Deno.test("without regard to order, lists differ by what they hold", () => {
  const unordered = { unordered: true, tolerance: 1e-9 };
  const rows = [{ a: 1 }, { a: 0.1 + 0.2 }, { a: 3 }];
  assert.equal(firstDifference(rows, [{ a: 0.3 }, { a: 3 }, { a: 1 }], unordered), null);
  assert.ok(firstDifference(rows, [{ a: 0.4 }, { a: 3 }, { a: 1 }], unordered));
  assert.ok(firstDifference([1, 1], [1], unordered));
});
