import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import type { RelationName } from "../author/effect.ts";
import { columnClause } from "./column_ddl.ts";
import { type ConstraintDdl, constraintDdl } from "./constraint_ddl.ts";
import { relationIdentifier } from "./relation_identifier.ts";
import { type IndexDdl, indexDdl } from "./index_ddl.ts";

/** A Drizzle table as the parts of its DDL, so that each can stand alone in a migration too. */
export interface TableDdl {
  /** The table's schema and name. */
  readonly relation: RelationName;
  /** Each column's name and clause, in order. */
  readonly columns: readonly { readonly name: string; readonly clause: string }[];
  /** The constraints, in order. */
  readonly constraints: readonly ConstraintDdl[];
  /** The indexes that are no constraint's. */
  readonly indexes: readonly IndexDdl[];
}

/** Takes a Drizzle table apart into the clauses of its DDL, each with an explicit name. */
export function tableDdl(table: PgTable): TableDdl {
  const { name, schema = "public", columns } = getTableConfig(table);
  return {
    relation: { schema, name },
    columns: columns.map((column) => ({ name: column.name, clause: columnClause(column) })),
    constraints: constraintDdl(table),
    indexes: indexDdl(table),
  };
}

/** The `create table` of a table, with the constraints given. */
export function createTableStatement(
  ddl: TableDdl,
  constraints: readonly ConstraintDdl[] = ddl.constraints,
): string {
  const clauses = [...ddl.columns, ...constraints].map(({ clause }) => `  ${clause}`);
  return `create table ${relationIdentifier(ddl.relation)} (\n${clauses.join(",\n")}\n)`;
}

/** The statement that adds a constraint to a table that is there. */
export function addConstraintStatement(relation: RelationName, clause: string): string {
  return `alter table ${relationIdentifier(relation)}\nadd ${clause}`;
}
