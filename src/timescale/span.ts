import { parseInterval } from "./interval.ts";

/**
 * A span of a hypertable's time: an interval as in SQL (`1 month`), or a whole number in the units of
 * an integer time column.
 */
export type Span = string | number | bigint;

/**
 * The span as a text: an interval as it is written, a number as its digits.
 *
 * @throws {TypeError} Where it is neither an interval nor a whole number above 0.
 */
export function spanText(span: Span): string {
  if (typeof span === "string") {
    parseInterval(span);
    return span;
  }
  if (span <= 0 || (typeof span === "number" && !Number.isSafeInteger(span))) {
    throw new TypeError(
      `Cannot take ${span} as a span: write a whole number above 0, past 2^53 as a bigint`,
    );
  }
  return String(span);
}

/** The text of an optional span as it is given, unchecked; null where there is none. */
export function optionalText(span: Span | undefined): string | null {
  return span === undefined ? null : String(span);
}

/** Answers whether the text of a span is a number: the time column is an integer then. */
export function isNumberSpan(text: string): boolean {
  return /^\d+$/.test(text);
}

/** The span that a text says, as steps and declarations take it; see {@linkcode spanText}. */
export function readSpan(text: string): Span {
  if (!isNumberSpan(text)) return text;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
