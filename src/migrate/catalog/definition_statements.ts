import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import { identifier, quoteLiteral } from "../../base/sql/mod.ts";
import { checkDefinitions } from "./check_definitions.ts";
import type { CommentDefinition, Definitions } from "./definitions.ts";
import { enumStatements } from "./enum_ddl.ts";
import { relationIdentifier } from "./relation_identifier.ts";
import { rowSecurityStatements } from "./row_security_ddl.ts";
import {
  addConstraintStatement,
  createTableStatement,
  type TableDdl,
  tableDdl,
} from "./table_ddl.ts";
import { orderTables } from "./table_order.ts";
import { touchFunctionStatement, touchTriggerStatement } from "./touch_ddl.ts";

/**
 * Returns the statements that create the definitions in an empty PostgreSQL database: schemas and
 * enumerated types, tables in the order of their foreign keys, indexes, triggers, row-level
 * security and comments. Hypertables and continuous aggregates are not included.
 *
 * @throws {ConfigError} If the definitions refer to tables or columns that they do not list.
 */
export function definitionStatements(definitions: Definitions): string[] {
  checkDefinitions(definitions);
  const tables = definitions.tables.map(tableDdl);
  const touched = definitions.touchUpdatedAt ?? [];
  return [
    ...schemaStatements(definitions.tables),
    ...enumStatements(definitions.tables),
    ...tableStatements(tables),
    ...tables.flatMap((table) => table.indexes.map((index) => index.statement)),
    ...(touched.length === 0
      ? []
      : [touchFunctionStatement, ...touched.map(touchTriggerStatement)]),
    ...definitions.tables.flatMap(rowSecurityStatements),
    ...(definitions.comments ?? []).map(commentStatement),
  ];
}

/** Returns the `comment on` statement of a declared comment; null removes the comment. */
export function commentStatement(
  declared: Omit<CommentDefinition, "comment"> & { readonly comment: string | null },
): string {
  const { schema = "public", table, column, comment } = declared;
  const relation = relationIdentifier({ schema, name: table });
  const subject = column === null
    ? `table ${relation}`
    : `column ${relation}.${identifier(column)}`;
  return `comment on ${subject} is ${comment === null ? "null" : quoteLiteral(comment)}`;
}

function tableStatements(tables: readonly TableDdl[]): string[] {
  const ordered = orderTables(tables);
  return [
    ...ordered.map(({ table, inline }) => createTableStatement(table, inline)),
    ...ordered.flatMap(({ table, late }) =>
      late.map((constraint) => addConstraintStatement(table.relation, constraint.clause))
    ),
  ];
}

function schemaStatements(tables: readonly PgTable[]): string[] {
  const schemas = new Set(tables.map((table) => getTableConfig(table).schema ?? "public"));
  schemas.delete("public");
  return [...schemas].map((schema) => `create schema if not exists ${identifier(schema)}`);
}
