import { DecodeError } from "./decode_error.ts";
import type { Decoder, Fields } from "./decoder.ts";

const text = new TextDecoder("utf-8", { fatal: true });

/** Digits that a number of JavaScript may not hold, wherever they stand. */
const MANY_DIGITS = /[\d.]{16,}/;

/** Reads JSON: an object is a row, and an array of objects several. */
export const jsonDecoder: Decoder = ({ value }) => {
  const parsed = parse(value);
  const rows: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  for (const row of rows) {
    if (typeof row !== "object" || row === null || Array.isArray(row)) {
      throw new DecodeError("it is JSON, but no object and no list of objects");
    }
  }
  // as: each is an object, as was just seen.
  return rows as readonly Fields[];
};

function parse(value: Uint8Array): unknown {
  try {
    const json = text.decode(value);
    return MANY_DIGITS.test(json) ? JSON.parse(json, exactly) : JSON.parse(json);
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : "its text is not UTF-8";
    throw new DecodeError(`it is not JSON: ${reason}`);
  }
}

/** Keeps a number as its text where a double would change it: the column's type decides then. */
function exactly(
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  const source = context?.source;
  if (typeof value !== "number" || source === undefined) return value;
  return digitsOf(source) === digitsOf(String(value)) ? value : source;
}

/** The digits of a number without its point, its exponent and the zeros at its ends. */
function digitsOf(number: string): string {
  return number.replace(/[eE].*$/, "").replace(/[-+.]/g, "").replace(/^0+|0+$/g, "");
}
