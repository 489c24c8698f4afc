import type { RelationName } from "../author/effect.ts";
import { formatRelation } from "../author/relation.ts";
import {
  type CatalogChange,
  catalogChanges,
  functionObject,
  hasSameText,
} from "./catalog_change.ts";
import type { CatalogModel, ColumnModel } from "./catalog_model.ts";
import { differ, type PlainDifference } from "./difference.ts";

/** Compares two catalogs and describes each difference by object and property. */
export function diffCatalog(
  expected: CatalogModel,
  actual: CatalogModel,
): readonly PlainDifference[] {
  return catalogChanges(expected, actual).flatMap(describeChange);
}

/** Describes a change. */
export function describeChange(change: CatalogChange): readonly PlainDifference[] {
  switch (change.part) {
    case "table":
      return [presence(change, "table", (table) => columnList(table.columns))];
    case "tableComment":
      return [{
        object: formatRelation(change.relation),
        property: "comment",
        expected: change.expected?.comment ?? null,
        actual: change.actual?.comment ?? null,
      }];
    case "column":
      return describeColumn(change);
    case "constraint": {
      const { relation, expected, actual } = change;
      return [{
        object: `${formatRelation(relation)}.${(expected ?? actual)?.name ?? ""}`,
        property: (expected ?? actual)?.kind ?? "constraint",
        expected: expected?.definition ?? null,
        actual: actual?.definition ?? null,
      }];
    }
    case "index":
      return [
        describePart(
          change,
          "index",
          (index) =>
            index.valid ? index.definition : `${index.definition} (invalid: its build failed)`,
        ),
      ];
    case "trigger":
      return [
        describePart(
          change,
          "trigger",
          (trigger) => trigger.enabled ? trigger.definition : `${trigger.definition} (disabled)`,
        ),
      ];
    case "view":
      return [presence(change, "view", (view) => view.materialized ? "materialized view" : "view")];
    case "enum":
      return [presence(change, "enum", (type) => type.values.join(", "))];
    case "function":
      return describeFunction(change);
  }
}

function describeFunction(
  { expected, actual }: Extract<CatalogChange, { part: "function" }>,
): readonly PlainDifference[] {
  const made = expected ?? actual;
  const object = made === null ? "" : functionObject(made);
  const [wanted, found] = [expected?.definition ?? null, actual?.definition ?? null];
  const whole = { object, property: "function", expected: wanted, actual: found };
  if (expected === null || actual === null) return [whole];
  return [
    ...(hasSameText(expected, actual) ? [] : [whole]),
    ...differ(object, "comment", expected.comment, actual.comment),
  ];
}

function presence<Model extends RelationName>(
  sides: { readonly expected: Model | null; readonly actual: Model | null },
  property: string,
  show: (model: Model) => string,
): PlainDifference {
  const { expected, actual } = sides;
  const model = expected ?? actual;
  return {
    object: model === null ? "" : formatRelation(model),
    property,
    expected: expected === null ? null : show(expected),
    actual: actual === null ? null : show(actual),
  };
}

function describePart<Model extends { readonly name: string }>(
  change: {
    readonly relation: RelationName;
    readonly expected: Model | null;
    readonly actual: Model | null;
  },
  property: string,
  show: (model: Model) => string,
): PlainDifference {
  const { relation, expected, actual } = change;
  return {
    object: `${formatRelation(relation)}.${(expected ?? actual)?.name ?? ""}`,
    property,
    expected: expected === null ? null : show(expected),
    actual: actual === null ? null : show(actual),
  };
}

function describeColumn(
  change: Extract<CatalogChange, { part: "column" }>,
): readonly PlainDifference[] {
  const { relation, expected, actual } = change;
  const object = `${formatRelation(relation)}.${(expected ?? actual)?.name ?? ""}`;
  if (expected === null || actual === null) {
    return [{
      object,
      property: "column",
      expected: expected === null ? null : columnText(expected),
      actual: actual === null ? null : columnText(actual),
    }];
  }
  return columnProperties.flatMap(([property, read]) => {
    const [wanted, found] = [read(expected), read(actual)];
    return wanted === found ? [] : [{ object, property, expected: wanted, actual: found }];
  });
}

const columnProperties: readonly (readonly [string, (column: ColumnModel) => string | null])[] = [
  ["type", (column) => column.type],
  ["nullability", (column) => column.nullable ? "null" : "not null"],
  ["default", (column) => column.default],
  ["identity", (column) => column.identity],
  ["generated", (column) => column.generated],
  ["comment", (column) => column.comment],
];

function columnText(column: ColumnModel): string {
  return [
    column.type,
    ...(column.nullable ? [] : ["not null"]),
    ...(column.default === null ? [] : [`default ${column.default}`]),
    ...(column.identity === null ? [] : [`generated ${column.identity} as identity`]),
    ...(column.generated === null ? [] : [`generated as ${column.generated}`]),
  ].join(" ");
}

function columnList(columns: readonly ColumnModel[]): string {
  return `(${columns.map((column) => `${column.name} ${column.type}`).join(", ")})`;
}
