import type { Picture } from "./picture.ts";

/** How a picture measures revisions. */
export interface Measure {
  /** The unit, for axes: `%` or `percentage points`. */
  readonly unit: string;
  /** The difference of a value from an earlier one. */
  readonly between: (before: number, after: number) => number;
}

/**
 * Chooses how revisions are measured: levels in percent of the earlier value, and what is a percentage
 * itself, or can be zero or negative, in its own unit.
 */
export function measureOf({ series, revisions }: Pick<Picture, "series" | "revisions">): Measure {
  const isRate = /percent|%|pct|per cent/i.test(series.unit);
  const isLevel = revisions.every(({ value }) => value === null || value > 0);
  if (isLevel && !isRate) {
    return { unit: "%", between: (before, after) => (after / before - 1) * 100 };
  }
  return {
    unit: isRate ? "percentage points" : series.unit,
    between: (before, after) => after - before,
  };
}

/** Writes a change with its sign, to so many decimals. */
export function signed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  if (Number(text) === 0) return `±${text}`;
  return `${value < 0 ? "−" : "+"}${text}`;
}
