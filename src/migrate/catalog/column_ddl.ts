import { is, SQL } from "drizzle-orm";
import { type getTableConfig, PgArray } from "drizzle-orm/pg-core";
import { identifier, quoteLiteral } from "../../base/sql/mod.ts";
import { expressionText } from "../../timescale/expression_text.ts";
import { enumOfColumn } from "./enum_ddl.ts";
import { relationIdentifier } from "./relation_identifier.ts";

/** A column of a Drizzle table. */
export type TableColumn = ReturnType<typeof getTableConfig>["columns"][number];

/**
 * Returns the clause of a column for `create table` and `add column`: `value integer not null
 * default 0`.
 */
export function columnClause(column: TableColumn): string {
  return [
    identifier(column.name),
    columnType(column),
    ...identityClause(column),
    ...generatedClause(column),
    ...(column.notNull && !isIdentity(column) ? ["not null"] : []),
    ...defaultClause(column),
  ].join(" ");
}

/** Returns the SQL type of a column, with `timestamptz` for `timestamp with time zone`. */
export function columnType(column: TableColumn): string {
  const named = enumOfColumn(column);
  if (named !== null) return `${relationIdentifier(named)}${is(column, PgArray) ? "[]" : ""}`;
  return column.getSQLType().replace(
    /^(timestamp|time)(?: ?(\(\d\)))? with time zone/,
    (_whole, type: string, precision = "") => `${type}tz${precision}`,
  );
}

/** Returns the default of a column as an SQL expression; null if the database has none. */
export function columnDefault(column: TableColumn): string | null {
  // The value is undefined if Drizzle fills the column, or the type does, like `serial`.
  if (column.default === undefined || column.default === null) return null;
  if (is(column.default, SQL)) return expressionText(column.default);
  const value: unknown = column.mapToDriverValue(column.default);
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") {
    return String(value);
  }
  const text = value instanceof Date ? value.toISOString() : jsonOrText(value);
  return quoteLiteral(text);
}

function isIdentity(column: TableColumn): boolean {
  return column.generatedIdentity !== undefined;
}

function identityClause(column: TableColumn): string[] {
  const identity = column.generatedIdentity;
  if (identity === undefined) return [];
  const options = identity.sequenceOptions ?? {};
  const settings = [
    ...(options.startWith === undefined ? [] : [`start with ${options.startWith}`]),
    ...(options.increment === undefined ? [] : [`increment by ${options.increment}`]),
    ...(options.minValue === undefined ? [] : [`minvalue ${options.minValue}`]),
    ...(options.maxValue === undefined ? [] : [`maxvalue ${options.maxValue}`]),
    ...(options.cache === undefined ? [] : [`cache ${options.cache}`]),
    ...(options.cycle === true ? ["cycle"] : []),
  ];
  const kind = identity.type === "always" ? "always" : "by default";
  const written = settings.length === 0 ? "" : ` (${settings.join(" ")})`;
  return [`generated ${kind} as identity${written}`];
}

function generatedClause(column: TableColumn): string[] {
  const { generated } = column;
  if (generated === undefined) return [];
  const as: unknown = typeof generated.as === "function" ? generated.as() : generated.as;
  const text = is(as, SQL) ? expressionText(as) : quoteLiteral(String(as));
  return [`generated always as (${text}) stored`];
}

function defaultClause(column: TableColumn): string[] {
  const text = columnDefault(column);
  return text === null ? [] : [`default ${text}`];
}

function jsonOrText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
