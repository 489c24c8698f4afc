import { getTableConfig } from "drizzle-orm/pg-core";
import { identifier, quoteLiteral } from "../../base/sql/mod.ts";
import { checkDefinitions } from "./check_definitions.ts";
import type { FunctionModel } from "./catalog_model.ts";
import type { CommentDefinition, Definitions, FunctionDefinition } from "./definitions.ts";
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
 * security, comments and functions. Hypertables and continuous aggregates are not included.
 *
 * @throws {ConfigError} If the definitions refer to tables or columns that they do not list.
 */
export function definitionStatements(definitions: Definitions): string[] {
  checkDefinitions(definitions);
  const tables = definitions.tables.map(tableDdl);
  const touched = definitions.touchUpdatedAt ?? [];
  return [
    ...schemaStatements(definitions),
    ...enumStatements(definitions.tables),
    ...tableStatements(tables),
    ...tables.flatMap((table) => table.indexes.map((index) => index.statement)),
    ...(touched.length === 0
      ? []
      : [touchFunctionStatement, ...touched.map(touchTriggerStatement)]),
    ...definitions.tables.flatMap(rowSecurityStatements),
    ...(definitions.comments ?? []).map(commentStatement),
    ...functionStatements(definitions.functions ?? []),
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

/** Returns the `comment on` statement of a function; null removes the comment. */
export function functionCommentStatement(
  made: Pick<FunctionModel, "schema" | "name" | "arguments" | "comment">,
): string {
  const comment = made.comment === null ? "null" : quoteLiteral(made.comment);
  return `comment on function ${relationIdentifier(made)}(${made.arguments}) is ${comment}`;
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

function functionStatements(functions: readonly FunctionDefinition[]): string[] {
  return functions.flatMap(({ schema = "public", name, arguments: given, statement, comment }) => [
    statement,
    ...(comment === undefined
      ? []
      : [functionCommentStatement({ schema, name, arguments: given, comment })]),
  ]);
}

function schemaStatements({ tables, functions = [] }: Definitions): string[] {
  const schemas = new Set([
    ...tables.map((table) => getTableConfig(table).schema ?? "public"),
    ...functions.map(({ schema = "public" }) => schema),
  ]);
  schemas.delete("public");
  return [...schemas].map((schema) => `create schema if not exists ${identifier(schema)}`);
}
