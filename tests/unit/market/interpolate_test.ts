import assert from "node:assert/strict";
import fc from "fast-check";
import { interpolate } from "../../../src/market/mod.ts";

/** The example of the NAG library's e01bec, which SciPy also uses to test its PchipInterpolator. */
const nag = [
  [7.99, 0],
  [8.09, 0.27643e-4],
  [8.19, 0.4375e-1],
  [8.7, 0.16918],
  [9.2, 0.46943],
  [10, 0.94374],
  [12, 0.99864],
  [15, 0.99992],
  [20, 0.99999],
].map(([x = 0, y = 0]) => ({ x, y }));

const nagValues = [
  [7.99, 0],
  [9.191, 0.464],
  [10.392, 0.9645],
  [11.593, 0.9965],
  [12.794, 0.9992],
  [13.995, 0.9998],
  [15.196, 0.9999],
  [16.397, 1],
  [17.598, 1],
  [18.799, 1],
  [20, 1],
];

Deno.test("interpolate gives the values that PCHIP is known to give", () => {
  const at = interpolate(nag);
  for (const [x = 0, y = 0] of nagValues) assert.ok(Math.abs(at(x) - y) < 5e-5, `${x}: ${at(x)}`);
});

const points = fc.uniqueArray(
  fc.record({
    x: fc.integer({ min: 1, max: 10_950 }),
    y: fc.double({ min: -5, max: 20, noNaN: true }),
  }),
  { selector: ({ x }) => x, minLength: 1, maxLength: 12 },
);

Deno.test("interpolate goes through its points and never leaves those beside it", () => {
  const method = fc.constantFrom("linear" as const, "monotone" as const);
  fc.assert(
    fc.property(points, method, fc.double({ min: 0, max: 1, noNaN: true }), (list, how, t) => {
      const at = interpolate(list, { method: how });
      const sorted = list.toSorted((a, b) => a.x - b.x);
      for (const [i, point] of sorted.entries()) {
        assert.ok(Math.abs(at(point.x) - point.y) < 1e-9);
        const next = sorted[i + 1];
        if (next === undefined) break;
        const value = at(point.x + t * (next.x - point.x));
        assert.ok(value >= Math.min(point.y, next.y) - 1e-9);
        assert.ok(value <= Math.max(point.y, next.y) + 1e-9);
      }
    }),
  );
});

Deno.test("interpolate keeps a straight line straight, whatever the method", () => {
  const line = [30, 90, 365, 3650].map((x) => ({ x, y: 2 + x / 1000 }));
  for (const method of ["linear", "monotone"] as const) {
    const at = interpolate(line, { method });
    for (const x of [30, 45, 200, 1000, 3650]) assert.ok(Math.abs(at(x) - (2 + x / 1000)) < 1e-12);
  }
});

Deno.test("interpolate gives nothing outside of its points, and takes none that are unfit", () => {
  const at = interpolate([{ x: 2, y: 1 }, { x: 1, y: 0 }]);
  for (const x of [0.99, 2.01, NaN, Infinity]) {
    assert.throws(() => at(x), { name: "RangeError", message: /reach from 1 to 2/ });
  }
  assert.equal(interpolate([{ x: 1, y: 5 }])(1), 5);
  assert.throws(() => interpolate([]), { name: "RangeError", message: /no point/ });
  assert.throws(() => interpolate([{ x: 1, y: 0 }, { x: 1, y: 1 }]), {
    message: /two points have x = 1/,
  });
  assert.throws(() => interpolate([{ x: 1, y: NaN }]), { message: /not finite/ });
});
