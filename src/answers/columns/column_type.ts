/**
 * The type of a column of an answer, with the form of its values in a {@linkcode ColumnBatch}:
 *
 * - `int32`: integers in an `Int32Array`
 * - `int64`: integers in a `BigInt64Array`
 * - `float64`: doubles in a `Float64Array`; NaN is a value, null is not one
 * - `boolean`: 0 and 1 in a `Uint8Array`
 * - `date`: days since 1970-01-01 in an `Int32Array`
 * - `timestamp`: microseconds since 1970 in UTC in a `BigInt64Array`
 * - `decimal`: exact decimal texts in an array
 * - `text`: texts in an array
 * - `json`: documents as texts in an array
 */
export type ColumnType =
  | "int32"
  | "int64"
  | "float64"
  | "boolean"
  | "date"
  | "timestamp"
  | "decimal"
  | "text"
  | "json";

/** A column of an answer. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** The digits of a `decimal` in all, where they are limited. */
  readonly precision?: number;
  /** The digits of a `decimal` behind the point, where they are limited. */
  readonly scale?: number;
}

/** Returns the type for a PostgreSQL type's number; undefined for one that is read as text. */
export function columnTypeOf(oid: number): ColumnType | undefined {
  return typesByOid[oid];
}

// The numbers of built-in types are fixed: src/include/catalog/pg_type.dat of PostgreSQL.
const typesByOid: Readonly<Record<number, ColumnType>> = {
  16: "boolean",
  18: "text",
  19: "text",
  20: "int64",
  21: "int32",
  23: "int32",
  25: "text",
  114: "json",
  700: "float64",
  701: "float64",
  1042: "text",
  1043: "text",
  1082: "date",
  1184: "timestamp",
  1700: "decimal",
  3802: "json",
};
