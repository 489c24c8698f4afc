import type { PgColumn } from "drizzle-orm/pg-core";
import { exactNumber } from "../../../base/number/mod.ts";
import { CellFault, type CellReader } from "./cell_fault.ts";
import type { TablePlan } from "../../encode/table_plan.ts";
import type { CellStyle } from "./cell_style.ts";
import { dayReader, instantReader } from "./time_cells.ts";
import { numberCellReader } from "./number_cells.ts";

/**
 * Creates the reader of a column's cells: it returns null for a missing one, and a fault if it
 * cannot read one.
 */
export function cellReader(column: PgColumn, style: CellStyle): CellReader {
  const missing = new Set(style.missing);
  const read = typeReader(column, style);
  return (text) => missing.has(text) ? null : read(text);
}

/** Creates the reader of a column by its key; for any other key, the text stays as it is. */
export function fieldReader(plan: TablePlan, key: string, style: CellStyle): CellReader {
  const planned = plan.columns.find((one) => one.key === key);
  return planned === undefined ? (text) => text : cellReader(planned.column, style);
}

function typeReader(column: PgColumn, style: CellStyle): CellReader {
  const type = column.getSQLType();
  if (type === "date") return dayReader(style);
  if (type.startsWith("timestamp")) return instantReader(style);
  if (type === "boolean") return readFlag;
  if (column.dataType === "json") return readJson;
  const isDecimal = type.startsWith("numeric");
  if (!isDecimal && column.dataType !== "number") return (text) => text;
  return numberCellReader(style, (plain, text) => {
    if (isDecimal && column.dataType === "string") return plain;
    return exactNumber(plain) ?? new CellFault(text, "a number that a double can hold exactly");
  });
}

const truths: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  yes: true,
  "1": true,
  false: false,
  f: false,
  no: false,
  "0": false,
};

function readFlag(text: string): unknown {
  return truths[text.toLowerCase()] ?? new CellFault(text, "true or false");
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return new CellFault(text, "JSON");
  }
}
