import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { identifier } from "../base/sql/mod.ts";

/** The text of a Drizzle expression on its own: values as literals, columns by their bare names. */
export function expressionText(expression: SQL): string {
  // inlineParams marks the object it is called on, which is the caller's: wrap it first.
  const inlined = sql`${expression}`.inlineParams();
  // "indexes" is how Drizzle writes columns where a table's name before them is refused.
  return dialect.sqlToQuery(inlined, "indexes").sql;
}

/** A dialect that writes names as the rest of the DDL does: bare where that is enough. */
class PlainDialect extends PgDialect {
  override escapeName(name: string): string {
    return identifier(name);
  }
}

const dialect = new PlainDialect();
