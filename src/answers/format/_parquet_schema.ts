import type { SchemaElement } from "hyparquet-writer";
import type { Column } from "../columns/mod.ts";
import { isExactDecimal } from "./_decimal.ts";

/**
 * Returns the Parquet element of a column; each may hold nulls. Times and older names are told at
 * the end by {@linkcode nameTypes}: the library would copy each value of them.
 */
export function parquetElement(column: Column): SchemaElement {
  const { name } = column;
  const optional = { name, repetition_type: "OPTIONAL" } as const;
  switch (column.type) {
    case "int32":
      return { ...optional, type: "INT32" };
    case "int64":
      return { ...optional, type: "INT64" };
    case "float64":
      return { ...optional, type: "DOUBLE" };
    case "boolean":
      return { ...optional, type: "BOOLEAN" };
    case "date":
      return { ...optional, type: "INT32", logical_type: { type: "DATE" } };
    case "timestamp":
      return { ...optional, type: "INT64" };
    case "decimal":
      return isExactDecimal(column) ? decimal(column) : { ...optional, ...string };
    case "text":
    // Not as Parquet's JSON, which polars reads as bytes.
    case "json":
      return { ...optional, ...string };
  }
}

const string = { type: "BYTE_ARRAY", logical_type: { type: "STRING" } } as const;

function decimal({ name, precision = 38, scale = 0 }: Column): SchemaElement {
  const isShort = precision <= 18;
  return {
    name,
    repetition_type: "OPTIONAL",
    type: isShort ? "INT64" : "FIXED_LEN_BYTE_ARRAY",
    ...isShort ? {} : { type_length: 16 },
    converted_type: "DECIMAL",
    logical_type: { type: "DECIMAL", precision, scale },
    precision,
    scale,
  };
}

/** Names the types of times, and for older readers the older names, once the values are written. */
export function nameTypes(schema: SchemaElement[], columns: readonly Column[]): void {
  const instants = new Set(columns.filter(({ type }) => type === "timestamp").map(nameOf));
  for (const element of schema) {
    if (instants.has(element.name)) {
      element.logical_type = { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" };
    }
    const converted = convertedTypes[element.logical_type?.type ?? ""];
    if (converted !== undefined) element.converted_type = converted;
  }
}

const nameOf = ({ name }: Column): string => name;

const convertedTypes: Readonly<Record<string, SchemaElement["converted_type"]>> = {
  DATE: "DATE",
  TIMESTAMP: "TIMESTAMP_MICROS",
  STRING: "UTF8",
};
