import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { identifier } from "../base/sql/mod.ts";

/**
 * Writes a Drizzle expression as standalone text: values as literals, columns by their bare names.
 */
export function expressionText(expression: SQL): string {
  // inlineParams marks its object, which belongs to the caller: wrap it first.
  const inlined = sql`${expression}`.inlineParams();
  // In "indexes" mode Drizzle omits the table's name before a column, which is not allowed there.
  return dialect.sqlToQuery(inlined, "indexes").sql;
}

/** A dialect that writes names like the rest of the DDL: quoted only if needed. */
class PlainDialect extends PgDialect {
  override escapeName(name: string): string {
    return identifier(name);
  }
}

const dialect = new PlainDialect();
