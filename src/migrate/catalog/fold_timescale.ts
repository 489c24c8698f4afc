import type { CompressionSettings, RelationName, TimescaleEffect } from "../author/effect.ts";
import type { Migration } from "../author/migration.ts";
import { formatOrder, parseOrder } from "../author/order_text.ts";
import { formatRelation } from "../author/relation.ts";
import { migrationSteps } from "../plan/render.ts";
import { REFERENCE_TARGET } from "../author/target.ts";
import { type SqlEffect, sqlEffects } from "./_sql_effects.ts";
import { aggregateChunkInterval } from "./aggregate_chunks.ts";
import { type PolicyChange, policyOf } from "./fold_policy.ts";
import type { JobField } from "./job_model.ts";
import type {
  AggregateModel,
  CompressionModel,
  HypertableModel,
  PolicyModel,
  TimescaleModel,
} from "./timescale_model.ts";
import { usualInterval } from "./usual_job.ts";

/** A migration and its deferred steps. */
export interface FoldedMigration {
  /** The migration. */
  readonly migration: Migration;
  /** The indexes of the steps to skip, from 0. */
  readonly skip?: ReadonlySet<number>;
}

/**
 * Returns the state of TimescaleDB after migrations, derived from their steps. In plain SQL it
 * recognizes drops and renames of tables and columns, reorder policies, altered jobs and
 * `timescaledb.materialized_only`. It does not see other calls of TimescaleDB's functions.
 */
export function foldTimescale(migrations: readonly FoldedMigration[]): TimescaleModel {
  const state: State = {
    hypertables: new Map(),
    aggregates: new Map(),
    jobFieldsByHand: new Set(),
  };
  for (const { migration, skip } of migrations) {
    migrationSteps(migration, "up").forEach((step, index) => {
      if (skip?.has(index) === true) return;
      if (step.effect !== undefined) applyEffect(state, step.effect);
      else {
        step.render({ target: REFERENCE_TARGET, late: false }).flatMap(sqlEffects)
          .forEach((effect) => applySql(state, effect));
      }
    });
  }
  return {
    hypertables: [...state.hypertables.values()],
    aggregates: [...state.aggregates.values()],
    jobFieldsByHand: state.jobFieldsByHand,
  };
}

interface State {
  readonly hypertables: Map<string, HypertableModel>;
  readonly aggregates: Map<string, AggregateModel>;
  readonly jobFieldsByHand: Set<JobField>;
}

function applyEffect(state: State, effect: TimescaleEffect): void {
  const key = formatRelation(effect.relation);
  const found = state.hypertables.get(key) ?? state.aggregates.get(key);
  const change = (
    values: Partial<Pick<HypertableModel, "chunkInterval" | "compression" | "integerNow">>,
  ): void => {
    const hypertable = state.hypertables.get(key);
    if (hypertable !== undefined) state.hypertables.set(key, { ...hypertable, ...values });
    const aggregate = state.aggregates.get(key);
    if (aggregate !== undefined) state.aggregates.set(key, { ...aggregate, ...values });
  };
  switch (effect.kind) {
    case "hypertable":
      state.hypertables.set(key, {
        relation: effect.relation,
        timeColumn: effect.timeColumn,
        chunkInterval: effect.chunkInterval,
        integerNow: null,
        spaceColumns: [],
        compression: null,
        policies: [],
        reorder: null,
      });
      return;
    case "chunkInterval":
      return change({ chunkInterval: effect.chunkInterval });
    case "integerNow":
      return change({ integerNow: effect.integerNow });
    case "compression":
      return change({ compression: foldCompression(found?.compression ?? null, effect.settings) });
    case "continuousAggregate": {
      const { definition, relation } = effect;
      if (definition === null) state.aggregates.delete(key);
      else {
        const chunkInterval = aggregateChunkInterval(definition.query, state);
        state.aggregates.set(key, {
          relation,
          ...definition,
          policies: [],
          ...(chunkInterval === null ? {} : { chunkInterval }),
          compression: null,
        });
      }
      return;
    }
    case "materializedOnly":
      return setMaterializedOnly(state, key, effect.materializedOnly);
    default:
      setPolicy(state, key, policyOf(effect, found?.chunkInterval ?? null));
  }
}

function setMaterializedOnly(state: State, key: string, materializedOnly: boolean): void {
  const aggregate = state.aggregates.get(key);
  if (aggregate !== undefined) state.aggregates.set(key, { ...aggregate, materializedOnly });
}

function setPolicy(state: State, key: string, policy: PolicyChange): void {
  const changed = (policies: readonly PolicyModel[]): readonly PolicyModel[] => [
    ...policies.filter(({ kind }) => kind !== policy.kind),
    ...("gone" in policy ? [] : [policy]),
  ];
  const hypertable = state.hypertables.get(key);
  if (hypertable !== undefined) {
    state.hypertables.set(key, { ...hypertable, policies: changed(hypertable.policies) });
  }
  const aggregate = state.aggregates.get(key);
  if (aggregate !== undefined) {
    state.aggregates.set(key, { ...aggregate, policies: changed(aggregate.policies) });
  }
}

function foldCompression(
  before: CompressionModel | null,
  settings: CompressionSettings | null,
): CompressionModel | null {
  if (settings === null) return null;
  return {
    segmentBy: settings.segmentBy,
    orderBy: settings.orderBy.map(formatOrder),
    // If omitted, it stays as it is: TimescaleDB removes it only on request.
    rollup: settings.rollup === undefined ? before?.rollup ?? null : settings.rollup,
    sparseByHand: null,
  };
}

function applySql(state: State, effect: SqlEffect): void {
  if (effect.kind === "alterJob") {
    effect.fields.forEach((field) => state.jobFieldsByHand.add(field));
    return;
  }
  const key = formatRelation(effect.relation);
  if (effect.kind === "drop") {
    state.hypertables.delete(key);
    state.aggregates.delete(key);
    return;
  }
  if (effect.kind === "materializedOnly") {
    return setMaterializedOnly(state, key, effect.materializedOnly);
  }
  const hypertable = state.hypertables.get(key);
  if (effect.kind === "reorderPolicy") {
    if (hypertable === undefined) return;
    const { index } = effect;
    const every = usualInterval("reorder policy", hypertable.chunkInterval);
    const reorder = index === null ? null : { index, every, job: null };
    state.hypertables.set(key, { ...hypertable, reorder });
    return;
  }
  if (effect.kind === "renameColumn") {
    if (hypertable !== undefined) {
      state.hypertables.set(key, renameColumn(hypertable, effect.column, effect.to));
    }
    return;
  }
  const relation: RelationName = { schema: effect.relation.schema, name: effect.to };
  move(state.hypertables, key, relation);
  move(state.aggregates, key, relation);
}

function move<Model extends { readonly relation: RelationName }>(
  models: Map<string, Model>,
  key: string,
  relation: RelationName,
): void {
  const model = models.get(key);
  if (model === undefined) return;
  models.delete(key);
  models.set(formatRelation(relation), { ...model, relation });
}

function renameColumn(table: HypertableModel, from: string, to: string): HypertableModel {
  const renamed = (column: string): string => column === from ? to : column;
  const { compression } = table;
  return {
    ...table,
    timeColumn: renamed(table.timeColumn),
    compression: compression === null ? null : {
      ...compression,
      segmentBy: compression.segmentBy.map(renamed),
      orderBy: compression.orderBy.map(parseOrder)
        .map((entry) => formatOrder({ ...entry, column: renamed(entry.column) })),
    },
  };
}
