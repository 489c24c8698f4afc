/**
 * Reads a number as a double. Returns `undefined` for a text that is not a number, for NaN and
 * infinities, and for a whole number past 2^53 that a double cannot hold. Decimals are rounded to a
 * double's 15 to 17 digits as usual.
 */
export function exactNumber(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isFinite(number) && BigInt(number) === value ? number : undefined;
  }
  if (typeof value !== "string" || !NUMBER.test(value)) return undefined;
  const number = Number(value);
  if (Math.abs(number) < 2 ** 53) return number;
  return Number.isFinite(number) && isKept(value, number) ? number : undefined;
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/** Tells whether a double, written with as many digits as the text, gives the same text again. */
function isKept(text: string, number: number): boolean {
  const digits = significant(text);
  // toPrecision writes at most 100 digits, and no double could keep a longer text anyway.
  return digits.length <= 100 && significant(number.toPrecision(digits.length)) === digits;
}

/** The digits of a number from the first nonzero one to the last. */
function significant(text: string): string {
  const digits = text.replace(/[eE].*$/, "").replaceAll(/\D/g, "");
  return digits.replace(/^0+/, "").replace(/0+$/, "");
}
