import type { AggregateModel } from "../catalog/timescale_model.ts";
import { formatRelation } from "../author/relation.ts";
import { callStep, type GeneratedStep } from "./generated_step.ts";
import { mentions } from "./mentions.ts";
import { policySteps } from "./policy_steps.ts";
import type { ChangedColumns } from "./remade_parts.ts";

/**
 * Creates the steps from the actual continuous aggregates to the expected ones. An aggregate that
 * changes, or that reads a changed column, is dropped and created again, along with the aggregates
 * that read from it.
 */
export function aggregateSteps(
  expected: readonly AggregateModel[],
  actual: readonly AggregateModel[],
  columns: readonly ChangedColumns[] = [],
): readonly GeneratedStep[] {
  const found = new Map(actual.map((model) => [formatRelation(model.relation), model]));
  const wanted = new Map(expected.map((model) => [formatRelation(model.relation), model]));
  const gone = withDependents(
    actual.filter((model) => {
      const other = wanted.get(formatRelation(model.relation));
      return other === undefined || !isAlike(other, model) ||
        columns.some((changed) =>
          mentions(fromClause(model.query), [changed.relation.name]) &&
          mentions(model.query, changed.columns)
        );
    }),
    actual,
  );
  return [
    ...actual.filter((model) => gone.has(model)).toReversed().map((model) => dropStep(model)),
    ...expected.flatMap((model) => {
      const subject = formatRelation(model.relation);
      const before = found.get(subject);
      if (before !== undefined && !gone.has(before)) {
        return [
          ...shownSteps(model, before),
          ...policySteps(subject, model.policies, before.policies),
        ];
      }
      return [
        createStep(model, before !== undefined),
        ...policySteps(subject, model.policies, []),
        ...(before === undefined ? [] : [refreshStep(subject)]),
      ];
    }),
  ];
}

function shownSteps(expected: AggregateModel, actual: AggregateModel): readonly GeneratedStep[] {
  const { relation, materializedOnly } = expected;
  if (materializedOnly === actual.materializedOnly) return [];
  return [callStep(
    "createAggregate",
    {
      method: "setMaterializedOnly",
      subject: formatRelation(relation),
      options: materializedOnly,
    },
    materializedOnly
      ? `${formatRelation(relation)} no longer shows rows that are newer than its last refresh.`
      : null,
  )];
}

function refreshStep(subject: string): GeneratedStep {
  const step = callStep(
    "refresh",
    { method: "refreshContinuousAggregate", subject },
    `Materializes the whole history of ${subject} again: reads all rows of its source.`,
  );
  return { ...step, stage: "stepwise" };
}

function createStep(model: AggregateModel, isRemade: boolean): GeneratedStep {
  const subject = formatRelation(model.relation);
  const { query, plainQuery, materializedOnly } = model;
  return callStep(
    "createAggregate",
    {
      method: "createContinuousAggregate",
      subject,
      options: {
        query,
        plainQuery: plainQuery ?? undefined,
        materializedOnly: materializedOnly ? true : undefined,
      },
    },
    isRemade
      ? `${subject} is created again, and has no history until the next migration refreshes it.`
      : null,
  );
}

function dropStep(model: AggregateModel): GeneratedStep {
  const subject = formatRelation(model.relation);
  return callStep(
    "dropAggregate",
    { method: "dropContinuousAggregate", subject },
    `Drops what ${subject} has materialized; what its source no longer keeps is lost.`,
  );
}

function withDependents(
  changed: readonly AggregateModel[],
  all: readonly AggregateModel[],
): ReadonlySet<AggregateModel> {
  const reached = new Set(changed);
  for (const model of reached) {
    // The loop also visits models that are added during it.
    for (const other of all) {
      if (other !== model && mentions(fromClause(other.query), [model.relation.name])) {
        reached.add(other);
      }
    }
  }
  return reached;
}

function fromClause(query: string): string {
  return /\bfrom\b[\s\S]*/i.exec(query)?.[0] ?? query;
}

function isAlike(a: AggregateModel, b: AggregateModel): boolean {
  const flat = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
  return flat(a.query) === flat(b.query);
}
