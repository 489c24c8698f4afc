import { getTableColumns } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Fields } from "./decoder.ts";

/** What to do with fields that are no columns: a message with one is refused, or they are left out. */
export type UnknownFields = "refuse" | "ignore";

/**
 * Names the fields of rows as the table's definition does. A message may use the names of the
 * columns in SQL (`observation_date`) or those of the definition (`observationDate`).
 */
export function rowFields(
  table: PgTable,
  unknown: UnknownFields,
): (fields: Fields) => Record<string, unknown> {
  const keys = new Map<string, string>();
  for (const [key, column] of Object.entries(getTableColumns(table))) {
    keys.set(column.name, key);
    keys.set(key, key);
  }
  return (fields) => {
    const row: Record<string, unknown> = {};
    for (const name in fields) {
      const key = keys.get(name);
      if (key !== undefined) row[key] = fields[name];
      // The writer refuses a field that it does not know, and names it.
      else if (unknown === "refuse") row[name] = fields[name];
    }
    return row;
  };
}
