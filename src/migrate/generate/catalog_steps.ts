import { identifier, quoteLiteral } from "../../base/sql/mod.ts";
import type { CatalogChange } from "../catalog/catalog_change.ts";
import type { ConstraintModel, EnumModel, TriggerModel } from "../catalog/catalog_model.ts";
import { describeChange } from "../catalog/diff_catalog.ts";
import { commentStatement } from "../catalog/definition_statements.ts";
import { relationIdentifier } from "../catalog/relation_identifier.ts";
import type { TraitModel } from "../catalog/trait_model.ts";
import { addConstraintStatement } from "../catalog/table_ddl.ts";
import type { TableDdl } from "../catalog/table_ddl.ts";
import type { RelationName } from "../author/effect.ts";
import { formatRelation } from "../author/relation.ts";
import { columnSteps } from "./column_steps.ts";
import { functionSteps } from "./function_steps.ts";
import { indexSteps } from "./index_steps.ts";
import { differenceNote, type GeneratedStep, noteStep, sqlStep } from "./generated_step.ts";
import { lowerSql } from "./lower_sql.ts";
import { type FindDdl, tableSteps, triggerStatement } from "./table_steps.ts";

/** Options of {@linkcode catalogSteps}. */
export interface CatalogStepsOptions {
  /** Returns the DDL of a table to create. */
  readonly findDdl: FindDdl;
  /** Returns the DDL of a table that gets new parts. */
  readonly partsOf: (relation: RelationName) => TableDdl | undefined;
  /** The traits of the objects, expected and actual. */
  readonly traits: readonly [readonly TraitModel[], readonly TraitModel[]];
  /** Whether the steps are for `down`. */
  readonly isBack: boolean;
  /** Tells whether an index of an existing table is declared with `.concurrently()`. */
  readonly isConcurrent: (relation: RelationName, index: string) => boolean;
  /** Tells whether a table is a hypertable. */
  readonly isHypertable: (relation: RelationName) => boolean;
}

/** Creates the steps from the actual catalog to the expected one. */
export function catalogSteps(
  changes: readonly CatalogChange[],
  options: CatalogStepsOptions,
): readonly GeneratedStep[] {
  return [
    ...schemaSteps(changes),
    ...tableSteps(changes, options.findDdl),
    ...changes.flatMap((change) => {
      const steps = partSteps(change, options);
      return steps.length > 0 || change.part === "table"
        ? steps
        : describeChange(change).map(differenceNote);
    }),
  ];
}

function partSteps(
  change: CatalogChange,
  options: CatalogStepsOptions,
): readonly GeneratedStep[] {
  switch (change.part) {
    case "column": {
      const name = change.expected?.name;
      const ddl = options.partsOf(change.relation);
      const clause = ddl?.columns.find((column) => column.name === name)?.clause ?? "";
      return columnSteps(change, { clause, traits: options.traits });
    }
    case "constraint":
      return constraintSteps(change, options.partsOf(change.relation));
    case "index":
      return indexSteps(change, options);
    case "trigger":
      return triggerSteps(change);
    case "tableComment": {
      const { schema, name } = change.relation;
      const comment = change.expected?.comment ?? null;
      return [
        sqlStep("comment", commentStatement({ schema, table: name, column: null, comment })),
      ];
    }
    case "enum":
      return enumSteps(change.expected, change.actual);
    case "function":
      return functionSteps(change.expected, change.actual);
    case "table":
    case "view":
      return [];
  }
}

interface PartChange<Model> {
  readonly relation: RelationName;
  readonly expected: Model | null;
  readonly actual: Model | null;
}

function constraintSteps(
  { relation, expected, actual }: PartChange<ConstraintModel>,
  ddl: TableDdl | undefined,
): readonly GeneratedStep[] {
  const table = relationIdentifier(relation);
  const clause = ddl?.constraints.find(({ name }) => name === expected?.name)?.clause;
  return [
    ...(actual === null ? [] : [
      sqlStep(
        actual.kind === "foreign key" ? "dropForeignKey" : "dropConstraint",
        `alter table ${table}\ndrop constraint ${identifier(actual.name)}`,
      ),
    ]),
    ...(expected === null ? [] : [
      sqlStep(
        expected.kind === "foreign key" ? "addForeignKey" : "addConstraint",
        addConstraintStatement(
          relation,
          clause ?? `constraint ${identifier(expected.name)} ${lowerSql(expected.definition)}`,
        ),
      ),
    ]),
  ];
}

function triggerSteps(
  { relation, expected, actual }: PartChange<TriggerModel>,
): readonly GeneratedStep[] {
  const table = relationIdentifier(relation);
  return [
    ...(actual === null
      ? []
      : [sqlStep("dropTrigger", `drop trigger ${identifier(actual.name)} on ${table}`)]),
    ...(expected === null ? [] : [sqlStep("createTrigger", triggerStatement(expected.definition))]),
  ];
}

function enumSteps(
  expected: EnumModel | null,
  actual: EnumModel | null,
): readonly GeneratedStep[] {
  if (expected === null) {
    return actual === null ? [] : [sqlStep("dropType", `drop type ${relationIdentifier(actual)}`)];
  }
  const name = relationIdentifier(expected);
  if (actual === null) {
    const values = expected.values.map(quoteLiteral).join(", ");
    return [sqlStep("createSchema", `create type ${name} as enum (${values})`)];
  }
  const added = expected.values.filter((value) => !actual.values.includes(value));
  const kept = expected.values.filter((value) => actual.values.includes(value));
  if (kept.length < actual.values.length || kept.some((value, i) => value !== actual.values[i])) {
    const note = noteStep(
      "createSchema",
      `PostgreSQL cannot remove a value from ${
        formatRelation(expected)
      }: create a new type and change the columns.`,
    );
    return [{ ...note, stage: "values" }];
  }
  return added.map((value): GeneratedStep => {
    const before = expected.values[expected.values.indexOf(value) - 1];
    const place = before === undefined
      ? `before ${quoteLiteral(actual.values[0] ?? "")}`
      : `after ${quoteLiteral(before)}`;
    const statement = `alter type ${name} add value ${quoteLiteral(value)} ${place}`;
    return { ...sqlStep("createSchema", statement), stage: "values" };
  });
}

function schemaSteps(changes: readonly CatalogChange[]): readonly GeneratedStep[] {
  const schemas = new Set(
    changes.flatMap((change) =>
      (change.part === "table" || change.part === "enum" || change.part === "function") &&
        change.expected !== null &&
        change.actual === null
        ? [change.expected.schema]
        : []
    ),
  );
  schemas.delete("public");
  return [...schemas].map((schema) =>
    sqlStep("createSchema", `create schema if not exists ${identifier(schema)}`)
  );
}
