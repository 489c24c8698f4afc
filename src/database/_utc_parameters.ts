/**
 * Converts dates among a statement's parameters to UTC text. The driver writes them in the
 * machine's time zone with an offset in whole minutes. Where the zone once had seconds (Calcutta
 * until 1870, New York until 1883), the stored instant was up to a minute off.
 */
export function utcParameters(values: readonly unknown[]): unknown[] {
  return values.map(utcParameter);
}

function utcParameter(value: unknown): unknown {
  if (value instanceof Date) return isoText(value);
  if (Array.isArray(value) && holdsDates(value)) return value.map(utcParameter);
  return value;
}

// Only the first value present is checked, so that an array of 20,000 numbers is not scanned twice.
function holdsDates(values: readonly unknown[]): boolean {
  const first = values.find((value) => value !== null && value !== undefined);
  return first instanceof Date || (Array.isArray(first) && holdsDates(first));
}

function isoText(date: Date): string {
  if (Number.isNaN(date.getTime())) {
    throw new RangeError("Cannot send a parameter: an invalid Date, want a valid one or null");
  }
  const year = date.getUTCFullYear();
  if (year >= 0 && year <= 9999) {
    return year === 0 ? `0001${date.toISOString().slice(4)} BC` : date.toISOString();
  }
  // JavaScript writes years beyond four digits as +012345 and 1 BC as year 0; PostgreSQL wants
  // 12345 and BC.
  const rest = date.toISOString().slice(7);
  return year > 9999 ? `${year}${rest}` : `${String(1 - year).padStart(4, "0")}${rest} BC`;
}
