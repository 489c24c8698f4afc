import type { RelationName } from "../author/effect.ts";
import { formatRelation } from "../author/relation.ts";
import type { CatalogChange } from "../catalog/catalog_change.ts";
import type { CatalogModel, ColumnModel, TableModel } from "../catalog/catalog_model.ts";
import type { TraitChange } from "../catalog/trait_change.ts";
import type { TraitModel } from "../catalog/trait_model.ts";
import { mentions } from "./mentions.ts";

/** Changes of the catalog and of traits. */
export interface Changes {
  readonly changes: readonly CatalogChange[];
  readonly traits: readonly TraitChange[];
}

type ColumnChange = Extract<CatalogChange, { part: "column" }>;

/**
 * Tells whether a column must be dropped and added again, because its expression cannot be changed.
 */
export function isRemade(expected: ColumnModel, actual: ColumnModel): boolean {
  // Only PostgreSQL 17 and later can change an expression.
  return expected.generated !== null &&
    (expected.generated !== actual.generated || expected.type !== actual.type ||
      isSame(expected, actual));
}

/** Columns of a table that no view may read while they change. */
export interface ChangedColumns {
  readonly relation: RelationName;
  readonly columns: readonly string[];
}

/** Returns the columns that change their type, or are dropped or added again. */
export function changedColumns(changes: readonly CatalogChange[]): readonly ChangedColumns[] {
  const columns = changes.filter((change) => change.part === "column");
  return columns.flatMap(({ relation, expected, actual }) => {
    if (actual === null) return [];
    const isFree = expected !== null && expected.type === actual.type &&
      !isRemade(expected, actual);
    return isFree ? [] : [{ relation, columns: [actual.name] }];
  });
}

/**
 * Adds the parts that must be dropped and created again because of a changed column. Each is a
 * change with two equal sides: the indexes, constraints and triggers of a generated column that is
 * added again, generated columns that read a column whose type changes, and policies and triggers
 * that name either kind of column.
 */
export function withRemadeParts(
  { changes, traits }: Changes,
  catalogs: { readonly expected: CatalogModel; readonly actual: CatalogModel },
): Changes {
  const columns = changes.filter((change): change is ColumnChange =>
    change.part === "column" && change.expected !== null && change.actual !== null
  );
  const added = [...Map.groupBy(columns, ({ relation }) => formatRelation(relation)).entries()]
    .map(([name, ofTable]) => {
      const find = ({ tables }: CatalogModel): TableModel | undefined =>
        tables.find((table) => formatRelation(table) === name);
      const [expected, actual] = [find(catalogs.expected), find(catalogs.actual)];
      return expected === undefined || actual === undefined
        ? { changes: [], traits: [] }
        : remadeOf(ofTable, { expected, actual, traits: [catalogs.expected, catalogs.actual] });
    });
  const known = new Set([...changes, ...traits].map(keyOf));
  const isNew = (change: CatalogChange | TraitChange): boolean => !known.has(keyOf(change));
  return {
    changes: [...changes, ...added.flatMap((more) => more.changes).filter(isNew)],
    traits: [...traits, ...added.flatMap((more) => more.traits).filter(isNew)],
  };
}

function remadeOf(
  columns: readonly ColumnChange[],
  { expected, actual, traits }: {
    readonly expected: TableModel;
    readonly actual: TableModel;
    readonly traits: readonly [CatalogModel, CatalogModel];
  },
): Changes {
  const relation = { schema: expected.schema, name: expected.name };
  const changed = columns.flatMap(({ expected, actual }) =>
    expected === null || actual === null ? [] : [{ expected, actual }]
  );
  const retyped = changed.filter(({ expected, actual }) => expected.type !== actual.type)
    .map(({ expected }) => expected.name);
  const readers = pairs(expected.columns, actual.columns, ({ generated }) => generated ?? "")
    .filter(({ expected }) => mentions(expected.generated ?? "", retyped));
  const remade = [
    ...changed.filter(({ expected, actual }) => isRemade(expected, actual))
      .map(({ expected }) => expected.name),
    ...readers.map(({ expected }) => expected.name),
  ];
  const parts = <Part extends "index" | "constraint" | "trigger", Model extends Defined>(
    part: Part,
    models: readonly [readonly Model[], readonly Model[]],
    names: readonly string[],
  ) =>
    pairs(...models, ({ definition }) => definition)
      .filter((sides) => mentions(sides.expected.definition, names))
      .map((sides) => ({ part, relation, ...sides }));
  return {
    changes: [
      ...readers.map((sides) => ({ part: "column", relation, ...sides }) as const),
      ...parts("index" as const, [expected.indexes, actual.indexes], remade),
      ...parts("constraint" as const, [expected.constraints, actual.constraints], remade),
      ...parts("trigger" as const, [expected.triggers, actual.triggers], [...remade, ...retyped])
        .filter(({ expected }) => / update of /i.test(expected.definition)),
    ],
    traits: policiesOf(relation, traits)
      .filter(({ expected }) => mentions(expected ?? "", [...remade, ...retyped])),
  };
}

interface Defined {
  readonly name: string;
  readonly definition: string;
}

/** Returns the models that are equal on both sides. */
function pairs<Model extends { readonly name: string }>(
  expected: readonly Model[],
  actual: readonly Model[],
  textOf: (model: Model) => string,
): readonly { readonly expected: Model; readonly actual: Model }[] {
  return expected.flatMap((model) => {
    const other = actual.find(({ name }) => name === model.name);
    return other === undefined || textOf(other) !== textOf(model)
      ? []
      : [{ expected: model, actual: other }];
  });
}

function policiesOf(
  relation: RelationName,
  [expected, actual]: readonly [CatalogModel, CatalogModel],
): readonly TraitChange[] {
  const of = ({ traits }: CatalogModel): readonly TraitModel[] =>
    traits.filter((trait) =>
      trait.property === "policy" && formatRelation(trait) === formatRelation(relation)
    );
  return of(actual).flatMap(({ part, property, value }) => {
    const wanted = of(expected).find((trait) => trait.part === part)?.value ?? value;
    return [{ relation, part, property, expected: wanted, actual: value }];
  });
}

function keyOf(change: CatalogChange | TraitChange): string {
  if ("property" in change) {
    return JSON.stringify([change.relation, change.part, change.property]);
  }
  const name = (change.expected ?? change.actual)?.name;
  return JSON.stringify(["relation" in change ? change.relation : null, change.part, name]);
}

function isSame(a: ColumnModel, b: ColumnModel): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
