import type { RelationName } from "../author/effect.ts";
import { formatRelation } from "../author/relation.ts";
import type { CatalogModel, TableModel } from "./catalog_model.ts";
import type { HypertableModel, TimescaleModel } from "./timescale_model.ts";

/** Removes the views that are continuous aggregates or stand in for one. */
export function withoutAggregates(
  catalog: CatalogModel,
  aggregates: readonly RelationName[],
): CatalogModel {
  const names = new Set(aggregates.map(formatRelation));
  return {
    ...catalog,
    views: catalog.views.filter((view) => !names.has(formatRelation(view))),
    // A view and an aggregate can both have the comment.
    traits: catalog.traits.filter((trait) =>
      trait.property === "comment" || !names.has(formatRelation(trait))
    ),
  };
}

/** Marks the time columns of hypertables as not null, as `create_hypertable` does. */
export function withTimeColumns(catalog: CatalogModel, timescale: TimescaleModel): CatalogModel {
  return changeHypertables(catalog, timescale, (table, hypertable) => ({
    ...table,
    columns: table.columns.map((column) =>
      column.name === hypertable.timeColumn ? { ...column, nullable: false } : column
    ),
  }));
}

/**
 * Removes the default index of `create_hypertable`, `<table>_<time>_idx`, from a live catalog,
 * unless it is expected.
 */
export function withoutAutomaticIndexes(
  catalog: CatalogModel,
  timescale: TimescaleModel,
  expected: CatalogModel,
): CatalogModel {
  const owned = new Set(
    expected.tables.flatMap((table) =>
      table.indexes.map((index) => `${formatRelation(table)}.${index.name}`)
    ),
  );
  return changeHypertables(catalog, timescale, (table, { timeColumn }) => ({
    ...table,
    indexes: table.indexes.filter(({ name, definition }) =>
      owned.has(`${formatRelation(table)}.${name}`) ||
      name !== `${table.name}_${timeColumn}_idx`.slice(0, 63) ||
      !definition.endsWith(" DESC)")
    ),
  }));
}

/** Removes hypertables whose tables are not in the catalog, since a migration has dropped them. */
export function withoutMissingTables(
  timescale: TimescaleModel,
  catalog: CatalogModel,
): TimescaleModel {
  const tables = new Set(catalog.tables.map(formatRelation));
  return {
    ...timescale,
    hypertables: timescale.hypertables.filter(({ relation }) =>
      tables.has(formatRelation(relation))
    ),
  };
}

/** Removes unexpected objects that match a pattern such as `audit_*` from a live catalog. */
export function withoutIgnored(
  catalog: CatalogModel,
  expected: CatalogModel,
  patterns: readonly string[],
): CatalogModel {
  if (patterns.length === 0) return catalog;
  const ignored = patterns.map((pattern) =>
    new RegExp(`^${pattern.split("*").map(escapePattern).join(".*")}$`)
  );
  const keep = <Model extends RelationName>(
    models: readonly Model[],
    known: readonly RelationName[],
  ): readonly Model[] => {
    const names = new Set(known.map(formatRelation));
    return models.filter((model) =>
      names.has(formatRelation(model)) ||
      // A pattern may be written with or without quotes.
      !ignored.some((pattern) =>
        pattern.test(formatRelation(model)) ||
        pattern.test(formatRelation(model).replaceAll('"', ""))
      )
    );
  };
  return {
    tables: keep(catalog.tables, expected.tables),
    views: keep(catalog.views, expected.views),
    enums: keep(catalog.enums, expected.enums),
    functions: keep(catalog.functions, expected.functions),
    traits: keep(catalog.traits, [
      ...expected.traits,
      ...expected.tables,
      ...expected.views,
      ...expected.enums,
      ...expected.functions,
    ]),
  };
}

function changeHypertables(
  catalog: CatalogModel,
  timescale: TimescaleModel,
  change: (table: TableModel, hypertable: HypertableModel) => TableModel,
): CatalogModel {
  const hypertables = new Map(
    timescale.hypertables.map((model) => [formatRelation(model.relation), model]),
  );
  return {
    ...catalog,
    tables: catalog.tables.map((table) => {
      const hypertable = hypertables.get(formatRelation(table));
      return hypertable === undefined ? table : change(table, hypertable);
    }),
  };
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
