/**
 * Converts a tenor as sources print it to days: `1 Mo`, `1.5 Month`, `10 Yr`, `3M`, `2 weeks`,
 * `ON`. A month counts as 30 days and a year as 365, so that a tenor has the same number on every
 * date.
 *
 * @throws {TypeError} If the text is not a tenor.
 */
export function tenorDays(label: string): number {
  const text = label.trim().toLowerCase();
  if (text === "on" || text === "o/n") return 1;
  const [, count, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/.exec(text) ?? [];
  const days = unitDays.get(unit ?? "");
  const total = Number(count) * (days ?? NaN);
  if (!Number.isInteger(total) || total === 0) {
    throw new TypeError(`Cannot read "${label}" as a tenor: write it like "3 Mo" or "10 Yr"`);
  }
  return total;
}

const unitDays: ReadonlyMap<string, number> = new Map([
  ...["d", "day", "days"].map((unit) => [unit, 1] as const), // a pair, not an array
  ...["w", "wk", "week", "weeks"].map((unit) => [unit, 7] as const),
  ...["m", "mo", "month", "months"].map((unit) => [unit, 30] as const),
  ...["y", "yr", "year", "years"].map((unit) => [unit, 365] as const),
]);
