import { is } from "drizzle-orm";
import {
  getTableConfig,
  PgArray,
  PgEnumColumn,
  PgEnumObjectColumn,
  type PgTable,
} from "drizzle-orm/pg-core";
import { quoteLiteral } from "../../base/sql/mod.ts";
import type { RelationName } from "../author/effect.ts";
import { relationIdentifier } from "./relation_identifier.ts";

/** Returns the enumerated type of a column or of its array elements; null for other types. */
export function enumOfColumn(column: unknown): RelationName | null {
  return declaredEnum(column)?.relation ?? null;
}

/**
 * Returns the statements that create the enumerated types of the tables' columns, without
 * duplicates.
 */
export function enumStatements(tables: readonly PgTable[]): string[] {
  const statements = tables.flatMap((table) => getTableConfig(table).columns).flatMap((column) => {
    const found = declaredEnum(column);
    if (found === null) return [];
    const values = found.values.map(quoteLiteral).join(", ");
    return [`create type ${relationIdentifier(found.relation)} as enum (${values})`];
  });
  return [...new Set(statements)];
}

interface DeclaredEnum {
  readonly relation: RelationName;
  readonly values: readonly string[];
}

function declaredEnum(column: unknown): DeclaredEnum | null {
  if (is(column, PgArray)) return declaredEnum(column.baseColumn);
  if (!is(column, PgEnumColumn) && !is(column, PgEnumObjectColumn)) return null;
  const { enumName, enumValues, schema } = column.enum;
  return { relation: { schema: schema ?? "public", name: enumName }, values: enumValues };
}
