import type { DecodedArray } from "hyparquet";
import type { BatchColumn, Column } from "../columns/mod.ts";
import { isExactDecimal, unscaled } from "./_decimal.ts";

/** A column's values as the library takes them. */
export interface ParquetValues {
  readonly data: DecodedArray;
}

/** Returns a column's values as the library takes them, with nulls among them. */
export function parquetValues(column: Column, { values, valid }: BatchColumn): ParquetValues {
  if (column.type === "boolean") {
    return { data: mapped(values, valid, (value) => value === 1) };
  }
  if (isExactDecimal(column)) {
    return { data: mapped(values, valid, (value) => unscaled(String(value), column)) };
  }
  return { data: valid === undefined ? values : mapped(values, valid, (value) => value) };
}

function mapped<Value>(
  values: BatchColumn["values"],
  valid: Uint8Array | undefined,
  write: (value: unknown) => Value,
): (Value | null)[] {
  return Array.from(
    { length: values.length },
    (_, row) => valid?.[row] === 0 ? null : write(values[row]),
  );
}
