import { readSpan } from "../../timescale/mod.ts";
import { isSameLength } from "../catalog/same_duration.ts";
import type {
  CompressionModel,
  HypertableModel,
  TimescaleModel,
} from "../catalog/timescale_model.ts";
import { formatRelation } from "../author/relation.ts";
import { aggregateSteps } from "./aggregate_steps.ts";
import { callStep, type GeneratedStep, noteStep } from "./generated_step.ts";
import { policySteps } from "./policy_steps.ts";
import type { ChangedColumns } from "./remade_parts.ts";

/** Creates the steps from the actual state of TimescaleDB to the expected one. */
export function timescaleSteps(
  expected: TimescaleModel,
  actual: TimescaleModel,
  options: {
    readonly isDropped: (table: string) => boolean;
    /** Tells whether the same migration creates the table, so that it has no rows. */
    readonly isNew: (table: string) => boolean;
    /** Whether the steps are for `down`. */
    readonly isBack: boolean;
    readonly columns: readonly ChangedColumns[];
  },
): readonly GeneratedStep[] {
  const found = new Map(actual.hypertables.map((model) => [formatRelation(model.relation), model]));
  const wanted = new Set(expected.hypertables.map((model) => formatRelation(model.relation)));
  return [
    ...expected.hypertables.flatMap((model) => {
      const subject = formatRelation(model.relation);
      const before = found.get(subject) ?? null;
      // `up` could not make it a plain table.
      if (options.isBack && before === null && !options.isNew(subject)) {
        return [noteStep("createHypertable", `${subject} is still a hypertable.`)];
      }
      return hypertableSteps(model, before, options.isNew);
    }),
    ...[...found.keys()].filter((name) => !wanted.has(name) && !options.isDropped(name))
      .map((name) =>
        noteStep(
          "createHypertable",
          `TimescaleDB cannot turn ${name} back into a plain table: copy its rows into a new one.`,
        )
      ),
    ...aggregateSteps(expected.aggregates, actual.aggregates, options.columns),
  ];
}

function hypertableSteps(
  expected: HypertableModel,
  actual: HypertableModel | null,
  isNew: (table: string) => boolean,
): readonly GeneratedStep[] {
  const subject = formatRelation(expected.relation);
  if (actual !== null && actual.timeColumn !== expected.timeColumn) {
    return [noteStep(
      "createHypertable",
      `TimescaleDB cannot partition ${subject} by ${expected.timeColumn} instead of ${actual.timeColumn}: copy its ` +
        "rows into a new hypertable.",
    )];
  }
  return [
    ...chunkSteps(subject, expected, actual, isNew),
    ...integerNowSteps(subject, expected.integerNow, actual?.integerNow ?? null),
    ...compressionSteps(subject, expected.compression, actual?.compression ?? null),
    ...policySteps(subject, expected.policies, actual?.policies ?? []),
  ];
}

function chunkSteps(
  subject: string,
  expected: HypertableModel,
  actual: HypertableModel | null,
  isNew: (table: string) => boolean,
): readonly GeneratedStep[] {
  const chunkInterval = readSpan(expected.chunkInterval);
  if (actual === null) {
    const migrateData = isNew(subject) ? undefined : true;
    const options = { by: expected.timeColumn, chunkInterval, migrateData };
    return [
      callStep(
        "createHypertable",
        { method: "createHypertable", subject, options },
        migrateData
          ? `Moves the rows of ${subject} into chunks; nobody can read it meanwhile.`
          : null,
      ),
    ];
  }
  if (isSameLength(expected.chunkInterval, actual.chunkInterval)) return [];
  return [
    callStep("compression", { method: "setChunkInterval", subject, options: chunkInterval }),
  ];
}

function integerNowSteps(
  subject: string,
  expected: string | null,
  actual: string | null,
): readonly GeneratedStep[] {
  if (expected === actual) return [];
  if (expected === null) {
    return [
      noteStep(
        "compression",
        `TimescaleDB cannot remove the function ${actual} from ${subject}.`,
      ),
    ];
  }
  return [
    callStep(
      "compression",
      { method: "setIntegerNow", subject, options: expected },
      `The function ${expected} must exist: create it first, with m.sql.`,
    ),
  ];
}

function compressionSteps(
  subject: string,
  expected: CompressionModel | null,
  actual: CompressionModel | null,
): readonly GeneratedStep[] {
  if (expected === null) {
    return actual === null ? [] : [
      callStep(
        "compression",
        { method: "removeCompression", subject },
        `Decompresses all chunks of ${subject}, which takes time and disk space.`,
      ),
    ];
  }
  const { segmentBy, orderBy, rollup } = expected;
  if (
    actual !== null && sameList(segmentBy, actual.segmentBy) && sameList(orderBy, actual.orderBy) &&
    rollup === actual.rollup
  ) return [];
  // If omitted, the rollup interval would stay; null removes it.
  const merging = rollup ??
    (actual?.rollup === undefined || actual.rollup === null ? undefined : null);
  return [callStep(
    "compression",
    {
      method: "setCompression",
      subject,
      options: { segmentBy, orderBy, rollup: merging },
    },
    actual === null
      ? null
      : `Chunks of ${subject} that are already compressed keep their former settings.`,
  )];
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
