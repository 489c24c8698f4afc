/** Returns round numbers in even steps that enclose a range. */
export function niceTicks(least: number, most: number, count: number): readonly number[] {
  const range = most - least || Math.abs(most) || 1;
  const step = niceStep(range / count);
  const first = Math.floor(least / step);
  const last = Math.max(Math.ceil(most / step), first + 1);
  return Array.from({ length: last - first + 1 }, (_, i) => rounded((first + i) * step));
}

/** The round number at or above a number: 1, 2 or 5 times a power of ten. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Takes off what sums of fractions leave behind. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
