import type { RelationName } from "../author/effect.ts";
import { formatRelation, parseRelation } from "../author/relation.ts";
import { diffPolicies, diffReorder } from "./diff_policies.ts";
import { diffChunks, settingsText } from "./diff_chunks.ts";
import { differ, type PlainDifference } from "./difference.ts";
import type { JobField } from "./job_model.ts";
import { isSameLength } from "./same_duration.ts";
import type {
  AggregateModel,
  CompressionModel,
  HypertableModel,
  TimescaleModel,
} from "./timescale_model.ts";

/** Options of {@linkcode diffTimescale}. */
export interface DiffTimescaleOptions {
  /** Tells whether the queries of two aggregates are equivalent; compares their text by default. */
  readonly isSameQuery?: (expected: AggregateModel, actual: AggregateModel) => boolean;
  /** Tells whether a hypertable needs an explicit sparse index for its chunks to merge. */
  readonly needsSparseIndex?: (settings: CompressionModel) => boolean;
}

/**
 * Compares two states of TimescaleDB. A paused job is a difference as well, since neither
 * migrations nor definitions pause policies. Whether jobs succeed does not matter here.
 */
export function diffTimescale(
  expected: TimescaleModel,
  actual: TimescaleModel,
  options: DiffTimescaleOptions = {},
): readonly PlainDifference[] {
  const { isSameQuery = sameWords, needsSparseIndex = () => false } = options;
  const by = { isSameQuery, needsSparseIndex, byHand: expected.jobFieldsByHand ?? new Set() };
  return [
    ...pairs(expected.hypertables, actual.hypertables)
      .flatMap(([wanted, found]) => diffHypertable(wanted, found, by)),
    ...pairs(expected.aggregates, actual.aggregates)
      .flatMap(([wanted, found]) => diffAggregate(wanted, found, by)),
  ];
}

interface Comparison extends Required<DiffTimescaleOptions> {
  readonly byHand: ReadonlySet<JobField>;
}

function diffHypertable(
  expected: HypertableModel | null,
  actual: HypertableModel | null,
  { needsSparseIndex, byHand }: Comparison,
): readonly PlainDifference[] {
  const model = expected ?? actual;
  if (model === null) return [];
  const object = formatRelation(model.relation);
  if (expected === null || actual === null) {
    const text = `by ${model.timeColumn}, chunks of ${model.chunkInterval}`;
    return [{
      object,
      property: "hypertable",
      expected: expected === null ? null : text,
      actual: actual === null ? null : text,
    }];
  }
  return [
    ...differ(object, "time column", expected.timeColumn, actual.timeColumn),
    ...differ(
      object,
      "space dimensions",
      listed(expected.spaceColumns),
      listed(actual.spaceColumns),
    ),
    ...(isSameLength(expected.chunkInterval, actual.chunkInterval)
      ? []
      : differ(object, "chunk interval", expected.chunkInterval, actual.chunkInterval)),
    ...(isSameFunction(expected.integerNow, actual.integerNow)
      ? []
      : differ(object, "integer now", expected.integerNow, actual.integerNow)),
    ...diffCompression(object, [expected.compression, actual.compression], needsSparseIndex),
    ...diffPolicies(object, { expected: expected.policies, actual: actual.policies }, byHand),
    ...(expected.reorder === undefined || actual.reorder === undefined
      ? []
      : diffReorder(object, { expected: expected.reorder, actual: actual.reorder }, byHand)),
    ...(actual.chunks === undefined ? [] : diffChunks(object, expected.compression, actual.chunks)),
  ];
}

function diffCompression(
  object: string,
  [expected, actual]: readonly [CompressionModel | null, CompressionModel | null],
  needsSparseIndex: (settings: CompressionModel) => boolean,
): readonly PlainDifference[] {
  if (expected === null || actual === null) {
    const text = (settings: CompressionModel | null): string | null =>
      settings === null ? null : settingsText(settings);
    return differ(object, "compression", text(expected), text(actual));
  }
  const byHand = actual.sparseByHand === false && needsSparseIndex(expected);
  return [
    ...differ(object, "segmentby", listed(expected.segmentBy), listed(actual.segmentBy)),
    ...differ(object, "orderby", listed(expected.orderBy), listed(actual.orderBy)),
    ...(isSameLength(expected.rollup, actual.rollup)
      ? []
      : differ(object, "rollup", expected.rollup, actual.rollup)),
    ...(byHand ? differ(object, "sparse index", "set by hand", "automatic") : []),
  ];
}

function diffAggregate(
  expected: AggregateModel | null,
  actual: AggregateModel | null,
  { isSameQuery, byHand }: Comparison,
): readonly PlainDifference[] {
  const model = expected ?? actual;
  if (model === null) return [];
  const object = formatRelation(model.relation);
  if (expected === null || actual === null) {
    return differ(object, "continuous aggregate", expected?.query ?? null, actual?.query ?? null);
  }
  // Definitions cannot declare the compression of an aggregate, so its policy is not compared
  // either.
  const policies = expected.compression === undefined
    ? actual.policies.filter(({ kind }) => kind !== "compression policy")
    : actual.policies;
  return [
    ...(isSameQuery(expected, actual)
      ? []
      : [{ object, property: "definition", expected: expected.query, actual: actual.query }]),
    ...differ(
      object,
      "materialized only",
      String(expected.materializedOnly),
      String(actual.materializedOnly),
    ),
    ...diffKept(object, expected, actual),
    ...diffPolicies(object, { expected: expected.policies, actual: policies }, byHand),
  ];
}

/** Compares the storage of an aggregate: chunk interval, compression and chunks. */
function diffKept(
  object: string,
  expected: AggregateModel,
  actual: AggregateModel,
): readonly PlainDifference[] {
  const [wanted, found] = [expected.chunkInterval, actual.chunkInterval];
  const isUnsaid = wanted === undefined || found === undefined;
  return [
    ...(isUnsaid || isSameLength(wanted, found)
      ? []
      : differ(object, "chunk interval", wanted, found)),
    ...(expected.compression === undefined || actual.compression === undefined
      ? []
      : diffCompression(object, [expected.compression, actual.compression], () => false)),
    ...(actual.chunks === undefined
      ? []
      : diffChunks(object, expected.compression ?? null, actual.chunks)),
  ];
}

function listed(names: readonly string[]): string {
  return names.join(", ");
}

/** Compares functions by name only, since servers do not report the schema. */
function isSameFunction(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  return parseRelation(a).name === parseRelation(b).name;
}

function sameWords(a: AggregateModel, b: AggregateModel): boolean {
  const flat = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
  return flat(a.query) === flat(b.query);
}

function pairs<Model extends { readonly relation: RelationName }>(
  expected: readonly Model[],
  actual: readonly Model[],
): readonly (readonly [Model | null, Model | null])[] {
  const keyOf = (model: Model): string => formatRelation(model.relation);
  const found = new Map(actual.map((model) => [keyOf(model), model]));
  const known = new Set(expected.map(keyOf));
  return [
    ...expected.map((model) => [model, found.get(keyOf(model)) ?? null] as const),
    ...actual.filter((model) => !known.has(keyOf(model))).map((model) => [null, model] as const),
  ];
}
