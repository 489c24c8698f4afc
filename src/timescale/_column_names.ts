import type { PgTable } from "drizzle-orm/pg-core";
import { ConfigError } from "../base/errors.ts";

/** Returns the SQL names of a Drizzle table's columns, by TypeScript key. */
export function columnNames(table: PgTable): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(table).flatMap(([key, column]) => isColumn(column) ? [[key, column.name]] : []),
  );
}

/**
 * Finds the SQL name of a column.
 *
 * @throws {ConfigError} If there is no column with that key.
 */
export function sqlName(names: ReadonlyMap<string, string>, key: string): string {
  const name = names.get(key);
  if (name !== undefined) return name;
  throw new ConfigError(
    `Cannot find the column "${key}" of the table: it has ${[...names.keys()].join(", ")}`,
  );
}

function isColumn(value: unknown): value is { readonly name: string } {
  return typeof value === "object" && value !== null && "columnType" in value && "name" in value;
}
