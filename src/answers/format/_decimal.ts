import type { Column } from "../columns/mod.ts";

/** A decimal column whose digits are limited, so that a binary format has a type for it. */
export interface ExactDecimal extends Column {
  readonly precision: number;
  readonly scale: number;
}

/**
 * Whether a decimal column fits the 128 bits that Parquet's and Arrow's readers share. Others are
 * written as texts: those without limits, and those with more than 38 digits.
 */
export function isExactDecimal(column: Column): column is ExactDecimal {
  const { type, precision, scale } = column;
  return type === "decimal" && precision !== undefined && scale !== undefined &&
    precision <= 38 && scale >= 0 && scale <= precision;
}

/**
 * Reads a decimal text as an integer of units of the column's scale.
 *
 * @throws {RangeError} If it is NaN, which decimals in files have no form for.
 */
export function unscaled(text: string, { name, scale }: ExactDecimal): bigint {
  const [whole = "", part = ""] = text.split(".");
  if (!/^-?\d+$/.test(whole)) {
    throw new RangeError(
      `Cannot write the column "${name}": it holds ${text}, which decimals in this format have no ` +
        "form for; write csv or jsonl, or leave such rows out",
    );
  }
  return BigInt(`${whole}${part.padEnd(scale, "0")}`);
}
