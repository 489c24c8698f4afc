import type { RelationName } from "../author/effect.ts";
import { formatRelation } from "../author/relation.ts";
import type { IndexModel } from "../catalog/catalog_model.ts";
import { relationIdentifier } from "../catalog/relation_identifier.ts";
import type { TableDdl } from "../catalog/table_ddl.ts";
import { type GeneratedStep, sqlStep } from "./generated_step.ts";
import { lowerSql } from "./lower_sql.ts";

/** Options of {@linkcode indexSteps}. */
export interface IndexStepsOptions {
  readonly partsOf: (relation: RelationName) => TableDdl | undefined;
  readonly isBack: boolean;
  readonly isConcurrent: (relation: RelationName, index: string) => boolean;
  readonly isHypertable: (relation: RelationName) => boolean;
}

/**
 * Creates the steps that create and drop an index of an existing table. An index declared with
 * `.concurrently()` is built by `up`, and dropped by `down`, without a transaction.
 */
export function indexSteps(
  { relation, expected, actual }: {
    readonly relation: RelationName;
    readonly expected: IndexModel | null;
    readonly actual: IndexModel | null;
  },
  options: IndexStepsOptions,
): readonly GeneratedStep[] {
  const index = expected?.name ?? actual?.name ?? "";
  const isDeclared = options.isConcurrent(relation, index);
  const isConcurrent = isDeclared && !options.isHypertable(relation);
  const statement = options.partsOf(relation)?.indexes.find(({ name }) => name === index)
    ?.statement;
  return [
    ...(actual === null ? [] : [dropStep(relation, actual.name, isConcurrent && options.isBack)]),
    ...(expected === null ? [] : [
      createStep(statement ?? lowerSql(expected.definition), {
        isConcurrent: isConcurrent && !options.isBack,
        warning: isDeclared && !isConcurrent
          ? `TimescaleDB cannot build an index concurrently: writers to ${
            formatRelation(relation)
          } wait until it is built.`
          : null,
      }),
    ]),
  ];
}

function dropStep(relation: RelationName, name: string, isConcurrent: boolean): GeneratedStep {
  const index = relationIdentifier({ schema: relation.schema, name });
  return isConcurrent
    ? { ...sqlStep("dropIndex", `drop index concurrently ${index}`), stage: "stepwise" }
    : sqlStep("dropIndex", `drop index ${index}`);
}

function createStep(
  statement: string,
  options: { readonly isConcurrent: boolean; readonly warning: string | null },
): GeneratedStep {
  if (!options.isConcurrent) return sqlStep("createIndex", statement, options.warning);
  const concurrent = statement.replace(/^create (unique )?index/, "$& concurrently");
  return { ...sqlStep("createIndex", concurrent), stage: "stepwise" };
}
