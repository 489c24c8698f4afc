/** Writes numbers of a series with the same number of decimals. */
export type FigureFormat = (value: number | null) => string;

/** Finds how many decimals numbers have, up to four, and returns a function that writes them so. */
export function figureFormat(values: readonly (number | null)[]): FigureFormat {
  const decimals = Math.max(0, ...values.map((value) => value === null ? 0 : decimalsOf(value)));
  const format = new Intl.NumberFormat("en-US", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return (value) => value === null ? "·" : format.format(value).replace("-", "−");
}

function decimalsOf(value: number): number {
  const text = String(Number(value.toFixed(4)));
  return text.includes(".") ? text.length - text.indexOf(".") - 1 : 0;
}
