import { identifier } from "../../base/sql/mod.ts";
import type { CatalogChange } from "../catalog/catalog_change.ts";
import type { TableModel } from "../catalog/catalog_model.ts";
import { commentStatement } from "../catalog/definition_statements.ts";
import { relationIdentifier } from "../catalog/relation_identifier.ts";
import {
  addConstraintStatement,
  createTableStatement,
  type TableDdl,
} from "../catalog/table_ddl.ts";
import { orderTables } from "../catalog/table_order.ts";
import { formatRelation } from "../author/relation.ts";
import { catalogDdl } from "./catalog_ddl.ts";
import { type GeneratedStep, sqlStep } from "./generated_step.ts";
import { lowerSql } from "./lower_sql.ts";

/** Returns the DDL of a table in the expected catalog. */
export type FindDdl = (table: TableModel) => TableDdl;

/** Creates the steps that create and drop whole tables, in the order of their foreign keys. */
export function tableSteps(
  changes: readonly CatalogChange[],
  findDdl: FindDdl,
): readonly GeneratedStep[] {
  const tables = changes.filter((change) => change.part === "table");
  const made = tables.flatMap(({ expected }) => expected ?? []);
  const dropped = tables.flatMap(({ actual, expected }) =>
    actual === null || expected !== null ? [] : [actual]
  );
  return [...createSteps(made, findDdl), ...dropSteps(dropped)];
}

function createSteps(tables: readonly TableModel[], findDdl: FindDdl): readonly GeneratedStep[] {
  const models = new Map(tables.map((table) => [formatRelation(table), table]));
  const ordered = orderTables(tables.map(findDdl));
  return ordered.flatMap(({ table, inline, late }) => {
    const model = models.get(formatRelation(table.relation));
    const comments = model === undefined ? [] : commentStatements(model);
    return [
      sqlStep("createTable", [
        createTableStatement(table, inline),
        ...table.indexes.map((index) => index.statement),
        ...comments,
        ...(model?.triggers ?? []).map((trigger) => triggerStatement(trigger.definition)),
      ]),
      ...late.map((constraint) =>
        sqlStep("addForeignKey", addConstraintStatement(table.relation, constraint.clause))
      ),
    ];
  });
}

/** Formats the definition of a trigger as a statement with one clause per line. */
export function triggerStatement(definition: string): string {
  return lowerSql(definition).replace(
    / (before|after|instead of) (.*) for each (row|statement) (execute)/,
    "\n$1 $2\nfor each $3 $4",
  );
}

function commentStatements(table: TableModel): readonly string[] {
  const { schema, name } = table;
  return [
    ...(table.comment === null
      ? []
      : [commentStatement({ schema, table: name, column: null, comment: table.comment })]),
    ...table.columns.filter((column) => column.comment !== null).map((column) =>
      commentStatement({ schema, table: name, column: column.name, comment: column.comment })
    ),
  ];
}

function dropSteps(tables: readonly TableModel[]): readonly GeneratedStep[] {
  const ordered = orderTables(tables.map((table) => catalogDdl(table))).toReversed();
  return [
    ...ordered.flatMap(({ table, late }) =>
      late.map(({ name }) =>
        sqlStep(
          "dropForeignKey",
          `alter table ${relationIdentifier(table.relation)}\ndrop constraint ${identifier(name)}`,
        )
      )
    ),
    ...ordered.map(({ table }) =>
      sqlStep(
        "dropTable",
        `drop table ${relationIdentifier(table.relation)}`,
        `Drops the table ${
          formatRelation(table.relation)
        } and its data; if it was renamed, write alter table … ` +
          "rename to instead.",
      )
    ),
  ];
}
