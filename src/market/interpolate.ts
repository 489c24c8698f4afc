import { monotoneSlopes } from "./_monotone_slopes.ts";
import type { Point } from "./point.ts";

/** How to interpolate between points. */
export interface InterpolateOptions {
  /**
   * `linear` connects points with straight lines, `monotone` (the default) with cubics that never
   * overshoot: where the points rise, the curve rises.
   */
  readonly method?: "linear" | "monotone";
}

/**
 * Creates a function that interpolates between points. It gives no value outside them: a rate
 * beyond the longest tenor is an assumption, not an interpolation.
 * The monotone one is the piecewise cubic Hermite interpolant of F. N. Fritsch and R. E. Carlson,
 * "Monotone Piecewise Cubic Interpolation", SIAM J. Numer. Anal. 17 (1980) 238–246, with the slopes
 * of F. N. Fritsch and J. Butland, SIAM J. Sci. Stat. Comput. 5 (1984) 300–304, known as PCHIP.
 *
 * @throws {RangeError} If there is no point, or two have the same x. The returned function throws
 * one outside the points.
 *
 * @example
 * ```ts
 * import { interpolate } from "@strata/foundation";
 *
 * const rate = interpolate([{ x: 365, y: 5.46 }, { x: 730, y: 5.03 }, { x: 1825, y: 4.6 }]);
 * console.log(rate(1000));
 * ```
 */
export function interpolate(
  points: readonly Point[],
  { method = "monotone" }: InterpolateOptions = {},
): (x: number) => number {
  const sorted = points.toSorted((a, b) => a.x - b.x);
  refuseUnfit(sorted);
  const slopes = method === "monotone" ? monotoneSlopes(sorted) : [];
  return (x) => {
    const left = segmentOf(sorted, x);
    const [from, to] = [sorted[left], sorted[left + 1]];
    if (from === undefined) throw outside(x, sorted);
    if (to === undefined) return from.y;
    const width = to.x - from.x;
    const t = (x - from.x) / width;
    if (method === "linear") return from.y + t * (to.y - from.y);
    const [a, b] = [(slopes[left] ?? 0) * width, (slopes[left + 1] ?? 0) * width];
    // The cubic Hermite basis on the unit interval.
    return from.y +
      t * (a + t * (3 * (to.y - from.y) - 2 * a - b + t * (2 * (from.y - to.y) + a + b)));
  };
}

/** The index of the last point at or left of x; -1 if x lies outside the points. */
function segmentOf(sorted: readonly Point[], x: number): number {
  const last = sorted.at(-1);
  if (last === undefined || !(x <= last.x)) return -1;
  return sorted.findLastIndex((point) => point.x <= x);
}

function refuseUnfit(sorted: readonly Point[]): void {
  if (sorted.length === 0) throw new RangeError("Cannot interpolate: there is no point");
  for (const [i, { x, y }] of sorted.entries()) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      throw new RangeError(`Cannot interpolate: the point (${x}, ${y}) is not finite`);
    }
    if (sorted[i + 1]?.x === x) {
      throw new RangeError(`Cannot interpolate: two points have x = ${x}, remove one`);
    }
  }
}

function outside(x: number, sorted: readonly Point[]): RangeError {
  return new RangeError(
    `Cannot interpolate at ${x}: the points reach from ${sorted[0]?.x} to ${sorted.at(-1)?.x}, ` +
      "take a value between them",
  );
}
