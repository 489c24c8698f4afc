import {
  Bool,
  type Data,
  type DataType,
  DateDay,
  Decimal,
  Field,
  Float64,
  Int32,
  Int64,
  makeData,
  TimestampMicrosecond,
  Utf8,
} from "apache-arrow";
import type { BatchColumn, Column } from "../columns/mod.ts";
import { type ExactDecimal, isExactDecimal, unscaled } from "./_decimal.ts";
import { textBytes } from "./_text_bytes.ts";

/** Returns the Arrow field of a column; each may hold nulls. */
export function arrowField(column: Column): Field {
  return new Field(column.name, typeOf(column), true);
}

/** Returns a column's values as Arrow holds them. */
export function arrowData(column: Column, { values, valid }: BatchColumn, length: number): Data {
  const nulls = valid === undefined ? { nullCount: 0 } : {
    nullBitmap: bitsOf(valid, length),
    nullCount: valid.subarray(0, length).reduce((nulls, one) => nulls + 1 - one, 0),
  };
  const type = typeOf(column);
  // as below: a type and the values of its column go together, which the library's types cannot tell.
  if (values instanceof Uint8Array) {
    return makeData({ type: type as Bool, length, data: bitsOf(values, length), ...nulls });
  }
  if (!Array.isArray(values)) {
    return makeData({ type: type as Int32, length, data: values as Int32Array, ...nulls });
  }
  if (isExactDecimal(column)) {
    const data = decimalWords(column, { values, ...valid === undefined ? {} : { valid } });
    return makeData({ type: type as Decimal, length, data, ...nulls });
  }
  const { bytes, offsets } = textBytes(values, valid);
  return makeData({ type: type as Utf8, length, data: bytes, valueOffsets: offsets, ...nulls });
}

function typeOf(column: Column): DataType {
  switch (column.type) {
    case "int32":
      return new Int32();
    case "int64":
      return new Int64();
    case "float64":
      return new Float64();
    case "boolean":
      return new Bool();
    case "date":
      return new DateDay();
    case "timestamp":
      return new TimestampMicrosecond("UTC");
    case "decimal":
      return isExactDecimal(column) ? new Decimal(column.scale, column.precision) : new Utf8();
    case "text":
    case "json":
      return new Utf8();
  }
}

function bitsOf(ones: Uint8Array, length: number): Uint8Array {
  const bits = new Uint8Array(Math.ceil(length / 8));
  for (let row = 0; row < length; row++) {
    if (ones[row] === 1) bits[row >> 3] = (bits[row >> 3] ?? 0) | 1 << (row & 7);
  }
  return bits;
}

function decimalWords(
  column: ExactDecimal,
  { values, valid }: { readonly values: readonly string[]; readonly valid?: Uint8Array },
): Uint32Array {
  const words = new Uint32Array(values.length * 4);
  const halves = new BigInt64Array(words.buffer);
  values.forEach((text, row) => {
    if (valid?.[row] === 0) return;
    const units = unscaled(text, column);
    halves[2 * row] = BigInt.asIntN(64, units);
    halves[2 * row + 1] = units >> 64n;
  });
  return words;
}
