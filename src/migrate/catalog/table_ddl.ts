import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import type { RelationName } from "../author/effect.ts";
import { columnClause } from "./column_ddl.ts";
import { type ConstraintDdl, constraintDdl } from "./constraint_ddl.ts";
import { relationIdentifier } from "./relation_identifier.ts";
import { type IndexDdl, indexDdl } from "./index_ddl.ts";

/** The parts of a Drizzle table's DDL, each of which can also be used alone in a migration. */
export interface TableDdl {
  /** The table's schema and name. */
  readonly relation: RelationName;
  /** Each column's name and clause, in order. */
  readonly columns: readonly { readonly name: string; readonly clause: string }[];
  /** The constraints, in order. */
  readonly constraints: readonly ConstraintDdl[];
  /** The indexes that do not belong to a constraint. */
  readonly indexes: readonly IndexDdl[];
}

/** Returns the DDL parts of a Drizzle table, all with explicit names. */
export function tableDdl(table: PgTable): TableDdl {
  const { name, schema = "public", columns } = getTableConfig(table);
  return {
    relation: { schema, name },
    columns: columns.map((column) => ({ name: column.name, clause: columnClause(column) })),
    constraints: constraintDdl(table),
    indexes: indexDdl(table),
  };
}

/** Returns the `create table` statement of a table with the given constraints. */
export function createTableStatement(
  ddl: TableDdl,
  constraints: readonly ConstraintDdl[] = ddl.constraints,
): string {
  const clauses = [...ddl.columns, ...constraints].map(({ clause }) => `  ${clause}`);
  return `create table ${relationIdentifier(ddl.relation)} (\n${clauses.join(",\n")}\n)`;
}

/** Returns the statement that adds a constraint to an existing table. */
export function addConstraintStatement(relation: RelationName, clause: string): string {
  return `alter table ${relationIdentifier(relation)}\nadd ${clause}`;
}
