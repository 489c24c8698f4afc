import { identifier } from "../../base/sql/mod.ts";
import type { CatalogChange } from "../catalog/catalog_change.ts";
import type { ColumnModel } from "../catalog/catalog_model.ts";
import type { TraitModel } from "../catalog/trait_model.ts";
import { commentStatement } from "../catalog/definition_statements.ts";
import { relationIdentifier } from "../catalog/relation_identifier.ts";
import type { RelationName } from "../author/effect.ts";
import { formatRelation } from "../author/relation.ts";
import { castCheckStatements, castWarning } from "./cast_check.ts";
import { modelType } from "./catalog_ddl.ts";
import { type GeneratedStep, sqlStep } from "./generated_step.ts";
import { lowerSql } from "./lower_sql.ts";
import { isRemade } from "./remade_parts.ts";
import { serialChange } from "./serial_change.ts";

type ColumnChange = Extract<CatalogChange, { part: "column" }>;

/** Options of {@linkcode columnSteps}. */
export interface ColumnStepsOptions {
  /** The clause of the expected column. */
  readonly clause: string;
  /** The traits of the tables, expected and actual. */
  readonly traits: readonly [readonly TraitModel[], readonly TraitModel[]];
}

/** Creates the steps that add, change or drop a column. */
export function columnSteps(
  change: ColumnChange,
  { clause, traits }: ColumnStepsOptions,
): readonly GeneratedStep[] {
  const { relation, expected, actual } = change;
  if (expected === null) return actual === null ? [] : [dropStep(relation, actual)];
  if (actual === null) return [addStep(relation, expected, clause), ...comment(change)];
  if (isRemade(expected, actual)) {
    return [
      replaceStep(relation, actual),
      addStep(relation, expected, clause),
      ...comment(change),
    ];
  }
  const retyping = {
    relation,
    column: expected.name,
    from: modelType(actual),
    to: modelType(expected),
  };
  const checks = expected.type === actual.type ? [] : castCheckStatements(retyping);
  const serial = serialChange(relation, {
    expected: { column: expected, traits: traits[0] },
    actual: { column: actual, traits: traits[1] },
  });
  const alter = (action: string): string =>
    `alter table ${relationIdentifier(relation)}\n${action}`;
  const statements = [
    ...(actual.identity !== null && expected.identity === null
      ? [alter(`alter column ${identifier(expected.name)} drop identity`)]
      : []),
    ...serial.before,
    ...alterations(
      expected,
      serial.keepsDefault ? { ...actual, default: expected.default } : actual,
    )
      .map(alter),
    ...serial.after,
  ];
  const warnings = [
    ...(expected.type === actual.type ? [] : [
      `Rewrites ${
        formatRelation(relation)
      } under a lock; TimescaleDB refuses this if compression is enabled.`,
      castWarning(retyping),
    ]),
    checks.length === 0
      ? null
      : `Fails if the cast from ${retyping.from} to ${retyping.to} would change a value.`,
    actual.nullable && !expected.nullable && expected.identity === null
      ? `Fails if ${
        formatRelation(relation)
      }.${expected.name} is null in any row: fill those rows first.`
      : null,
  ].filter((text) => text !== null);
  const warning = warnings.length === 0 ? null : warnings.join(" ");
  return [
    ...(statements.length === 0
      ? []
      : [sqlStep("alterColumn", [...checks, ...statements], warning)]),
    ...(expected.comment === actual.comment ? [] : comment(change)),
  ];
}

function replaceStep(relation: RelationName, column: ColumnModel): GeneratedStep {
  const name = `${formatRelation(relation)}.${column.name}`;
  const lost = column.generated === null ? ` The current values of ${name} are lost.` : "";
  return {
    ...dropStep(relation, column),
    phase: "dropGenerated",
    warning: `Computes ${name} again for every row, under a lock.${lost}`,
  };
}

function addStep(relation: RelationName, column: ColumnModel, clause: string): GeneratedStep {
  const isUnfilled = !column.nullable && column.default === null && column.identity === null &&
    column.generated === null;
  // A generated column reads other columns. They must exist and have their new types.
  const phase = column.generated === null ? "addColumn" : "addGenerated";
  return sqlStep(
    phase,
    `alter table ${relationIdentifier(relation)}\nadd column ${clause}`,
    isUnfilled
      ? `Fails if ${
        formatRelation(relation)
      } has rows: give ${column.name} a default, or add it as nullable and fill it.`
      : null,
  );
}

function dropStep(relation: RelationName, column: ColumnModel): GeneratedStep {
  return sqlStep(
    "dropColumn",
    `alter table ${relationIdentifier(relation)}\ndrop column ${identifier(column.name)}`,
    `Drops the column ${
      formatRelation(relation)
    }.${column.name} and its data; if it was renamed, write alter ` +
      "table … rename column instead.",
  );
}

function comment({ relation, expected, actual }: ColumnChange): readonly GeneratedStep[] {
  if (expected === null || (expected.comment === null && (actual?.comment ?? null) === null)) {
    return [];
  }
  const { schema, name } = relation;
  const column = { schema, table: name, column: expected.name, comment: expected.comment };
  return [sqlStep("comment", commentStatement(column))];
}

function alterations(expected: ColumnModel, actual: ColumnModel): readonly string[] {
  const column = `alter column ${identifier(expected.name)}`;
  const isRetyped = expected.type !== actual.type;
  const isRedefaulted = expected.default !== actual.default;
  const type = modelType(expected);
  return [
    ...(actual.generated !== null && expected.generated === null
      ? [`${column} drop expression`]
      : []),
    ...(isRetyped && actual.default !== null ? [`${column} drop default`] : []),
    ...(isRetyped ? [`${column} type ${type} using ${identifier(expected.name)}::${type}`] : []),
    ...(!isRetyped && isRedefaulted && expected.default === null ? [`${column} drop default`] : []),
    ...((isRetyped || isRedefaulted) && expected.default !== null
      ? [`${column} set default ${lowerSql(expected.default)}`]
      : []),
    ...(expected.nullable === actual.nullable
      ? []
      : [`${column} ${expected.nullable ? "drop" : "set"} not null`]),
    ...identityActions(column, expected, actual),
  ];
}

function identityActions(
  column: string,
  expected: ColumnModel,
  actual: ColumnModel,
): readonly string[] {
  if (expected.identity === actual.identity || expected.identity === null) return [];
  return [
    actual.identity === null
      ? `${column} add generated ${expected.identity} as identity`
      : `${column} set generated ${expected.identity}`,
  ];
}
