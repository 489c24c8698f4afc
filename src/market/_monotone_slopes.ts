import type { Point } from "./point.ts";

/**
 * Computes the slopes at the points of a monotone cubic: the harmonic mean of two neighboring
 * secants, weighted by their widths (Fritsch and Butland 1984), or zero if their signs differ.
 */
export function monotoneSlopes(points: readonly Point[]): number[] {
  const widths: number[] = [];
  const secants: number[] = [];
  for (const [i, { x, y }] of points.entries()) {
    const next = points[i + 1];
    if (next === undefined) break;
    widths.push(next.x - x);
    secants.push((next.y - y) / (next.x - x));
  }
  if (secants.length < 2) return points.map(() => secants[0] ?? 0);
  const inner = secants.slice(1).map((after, i) =>
    innerSlope([secants[i] ?? 0, after], [widths[i] ?? 1, widths[i + 1] ?? 1])
  );
  return [endSlope(secants, widths), ...inner, endSlope(secants.toReversed(), widths.toReversed())];
}

type Pair = readonly [number, number];

function innerSlope([before, after]: Pair, [left, right]: Pair): number {
  if (before * after <= 0) return 0;
  const [a, b] = [2 * right + left, right + 2 * left];
  return (a + b) / (a / before + b / after);
}

/**
 * The slope at an end, from three points, limited so that the curve keeps its shape (as in MATLAB's
 * and SciPy's PCHIP).
 */
function endSlope(secants: readonly number[], widths: readonly number[]): number {
  const [first = 0, second = 0] = secants;
  const [near = 1, far = 1] = widths;
  const slope = ((2 * near + far) * first - near * second) / (near + far);
  if (Math.sign(slope) !== Math.sign(first)) return 0;
  return Math.sign(first) !== Math.sign(second) && Math.abs(slope) > 3 * Math.abs(first)
    ? 3 * first
    : slope;
}
