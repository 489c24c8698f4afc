import { getTableConfig } from "drizzle-orm/pg-core";
import { formatRelation } from "../author/relation.ts";
import { type CatalogChange, catalogChanges } from "./catalog_change.ts";
import type { CatalogModel, ConstraintModel, TableModel } from "./catalog_model.ts";
import type { Definitions } from "./definitions.ts";
import { isTouchTrigger } from "./touch_ddl.ts";

/**
 * Compares the definitions with the migrations. Migrations may also create what definitions cannot
 * or do not declare: views, functions where none are declared, other triggers and exclusion
 * constraints.
 */
export function definitionChanges(
  definitions: Definitions,
  catalogs: { readonly defined: CatalogModel; readonly migrated: CatalogModel },
): readonly CatalogChange[] {
  const { migrated } = catalogs;
  const defined = withMigratedKeyNames(definitions, catalogs);
  const declared = new Set(definitions.functions?.map(({ schema = "public" }) => schema));
  // In `public`, extensions' leftovers and other services' functions stand beside the declared ones.
  declared.delete("public");
  return catalogChanges(defined, migrated).filter((change) => {
    if (change.expected !== null) return true;
    switch (change.part) {
      case "view":
        return false;
      case "function":
        return change.actual !== null && declared.has(change.actual.schema);
      case "trigger":
        return change.actual !== null && isTouchTrigger(change.actual);
      case "constraint":
        return change.actual?.kind !== "exclusion";
      default:
        return true;
    }
  });
}

/**
 * Gives primary keys that are declared on a column, and so have no name in Drizzle, their name in
 * the migrations.
 */
function withMigratedKeyNames(
  definitions: Definitions,
  catalogs: { readonly defined: CatalogModel; readonly migrated: CatalogModel },
): CatalogModel {
  const unnamed = new Set(
    definitions.tables.map(getTableConfig)
      .filter(({ columns }) => columns.some((column) => column.primary))
      .map(({ schema = "public", name }) => formatRelation({ schema, name })),
  );
  const migrated = new Map(
    catalogs.migrated.tables.map((table) => [formatRelation(table), primaryKey(table)]),
  );
  return {
    ...catalogs.defined,
    tables: catalogs.defined.tables.map((table) => {
      const key = migrated.get(formatRelation(table));
      if (key === undefined || !unnamed.has(formatRelation(table))) return table;
      const constraints = table.constraints.map((constraint) =>
        constraint.kind === "primary key" && constraint.definition === key.definition
          ? key
          : constraint
      );
      return { ...table, constraints };
    }),
  };
}

function primaryKey(table: TableModel): ConstraintModel | undefined {
  return table.constraints.find(({ kind }) => kind === "primary key");
}
