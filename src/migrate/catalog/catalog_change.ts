import type { RelationName } from "../author/effect.ts";
import { formatRelation } from "../author/relation.ts";
import type {
  CatalogModel,
  ColumnModel,
  ConstraintModel,
  EnumModel,
  FunctionModel,
  IndexModel,
  TableModel,
  TriggerModel,
  ViewModel,
} from "./catalog_model.ts";

/** The expected and the actual model. One is null if the object is missing or unexpected. */
interface Sides<Model> {
  readonly expected: Model | null;
  readonly actual: Model | null;
}

/** A difference between two catalogs. */
export type CatalogChange =
  | ({ readonly part: "table" } & Sides<TableModel>)
  | ({ readonly part: "tableComment"; readonly relation: RelationName } & Sides<TableModel>)
  | ({ readonly part: "column"; readonly relation: RelationName } & Sides<ColumnModel>)
  | ({ readonly part: "constraint"; readonly relation: RelationName } & Sides<ConstraintModel>)
  | ({ readonly part: "index"; readonly relation: RelationName } & Sides<IndexModel>)
  | ({ readonly part: "trigger"; readonly relation: RelationName } & Sides<TriggerModel>)
  | ({ readonly part: "view" } & Sides<ViewModel>)
  | ({ readonly part: "enum" } & Sides<EnumModel>)
  | ({ readonly part: "function" } & Sides<FunctionModel>);

/**
 * Compares two catalogs part by part. If a table is missing on one side, its parts are not listed.
 */
export function catalogChanges(
  expected: CatalogModel,
  actual: CatalogModel,
): readonly CatalogChange[] {
  return [
    ...pair(expected.enums, actual.enums, nameOf, sameValue)
      .map((sides) => ({ part: "enum", ...sides } as const)),
    ...pair(expected.functions, actual.functions, functionObject, sameFunction)
      .map((sides) => ({ part: "function", ...sides } as const)),
    ...pair(expected.tables, actual.tables, nameOf, () => false).flatMap(tableChanges),
    ...pair(expected.views, actual.views, nameOf, sameView)
      .map((sides) => ({ part: "view", ...sides } as const)),
  ];
}

/** Returns the relation of a table. */
export function relationOf(model: RelationName): RelationName {
  return { schema: model.schema, name: model.name };
}

function tableChanges({ expected, actual }: Sides<TableModel>): readonly CatalogChange[] {
  if (expected === null || actual === null) return [{ part: "table", expected, actual }];
  const relation = relationOf(expected);
  const changes = <Part extends string, Model extends { readonly name: string }>(
    part: Part,
    left: readonly Model[],
    right: readonly Model[],
  ) =>
    pair(left, right, (model) => model.name, sameValue)
      .map((sides) => ({ part, relation, ...sides }));
  return [
    ...(expected.comment === actual.comment
      ? []
      : [{ part: "tableComment", relation, expected, actual } as const]),
    ...changes("column" as const, expected.columns, actual.columns),
    ...changes("constraint" as const, expected.constraints, actual.constraints),
    ...changes("index" as const, expected.indexes, actual.indexes),
    ...changes("trigger" as const, expected.triggers, actual.triggers),
  ];
}

function pair<Model>(
  expected: readonly Model[],
  actual: readonly Model[],
  keyOf: (model: Model) => string,
  isSame: (a: Model, b: Model) => boolean,
): readonly Sides<Model>[] {
  const found = new Map(actual.map((model) => [keyOf(model), model]));
  const known = new Set(expected.map(keyOf));
  return [
    ...expected.flatMap((model): Sides<Model>[] => {
      const other = found.get(keyOf(model)) ?? null;
      return other !== null && isSame(model, other) ? [] : [{ expected: model, actual: other }];
    }),
    ...actual.filter((model) => !known.has(keyOf(model)))
      .map((model): Sides<Model> => ({ expected: null, actual: model })),
  ];
}

function nameOf(model: RelationName): string {
  return formatRelation(model);
}

function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Returns a function for people: its name, and its arguments if it has any. */
export function functionObject(model: FunctionModel): string {
  return model.arguments === ""
    ? formatRelation(model)
    : `${formatRelation(model)}(${model.arguments})`;
}

function sameFunction(a: FunctionModel, b: FunctionModel): boolean {
  return a.comment === b.comment && hasSameText(a, b);
}

/** Compares functions without regard to line breaks, since the server stores the body as typed. */
export function hasSameText(a: FunctionModel, b: FunctionModel): boolean {
  const flat = (text: string): string =>
    text.replaceAll(/\s+/g, " ").replaceAll(/ ?(\$function\$) ?/g, "$1").trim();
  return flat(a.definition) === flat(b.definition);
}

/**
 * Compares only the kind of view. The definition text differs between versions of PostgreSQL, so
 * the server compares it.
 */
function sameView(a: ViewModel, b: ViewModel): boolean {
  return a.materialized === b.materialized;
}
