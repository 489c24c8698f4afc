import type { Span } from "../../timescale/mod.ts";
import type { PlainDifference } from "../catalog/difference.ts";

/** The code of a step in a generated migration. */
export type StepCode =
  | {
    /** `m.sql(…)` with these statements. */
    readonly kind: "sql";
    readonly statements: readonly string[];
  }
  | {
    /** A call of a builder method. */
    readonly kind: "call";
    readonly method: string;
    readonly subject: string;
    /** The second argument; null if there is none. */
    readonly options: CallOptions | null;
  }
  | {
    /** A comment instead of a step that cannot be generated. */
    readonly kind: "note";
    readonly text: string;
  };

/** The second argument of a builder method: a record or a plain value. */
export type CallOptions = Span | boolean | Readonly<Record<string, OptionValue>>;

/** A value in the options of a call; `undefined` omits the option. */
export type OptionValue = Span | boolean | null | undefined | readonly string[];

/** A step of a generated migration. */
export interface GeneratedStep {
  /** The phase, which determines its position. */
  readonly phase: Phase;
  /** Its code. */
  readonly code: StepCode;
  /** A warning for the reviewer of the migration, or null. */
  readonly warning: string | null;
  /** The stage, which determines its migration if there are several. */
  readonly stage: Stage;
}

/**
 * The migrations for one difference, in order: enum values, since a transaction cannot both add and
 * use one; most steps; steps that cannot run in a transaction.
 */
export const stages = ["values", "main", "stepwise"] as const;

/** One of the {@linkcode stages}. */
export type Stage = typeof stages[number];

/** The phases of a migration, in order. */
export const phases = [
  "removePolicy",
  "dropAggregate",
  "createSchema",
  "createFunction",
  "dropTrigger",
  "dropRowPolicy",
  "dropForeignKey",
  "dropConstraint",
  "dropIndex",
  "dropFunction",
  "dropGenerated",
  "dropTable",
  "createTable",
  "createHypertable",
  "addColumn",
  "alterColumn",
  "dropColumn",
  "addGenerated",
  "setSequence",
  "addConstraint",
  "addForeignKey",
  "createIndex",
  "createTrigger",
  "defineFunction",
  "rowSecurity",
  "comment",
  "dropType",
  "compression",
  "createAggregate",
  "addPolicy",
  "refresh",
  "byHand",
] as const;

/** One of the {@linkcode phases}. */
export type Phase = typeof phases[number];

/** Creates a step of plain SQL. */
export function sqlStep(
  phase: Phase,
  statements: string | readonly string[],
  warning: string | null = null,
): GeneratedStep {
  const list = typeof statements === "string" ? [statements] : statements;
  return { phase, code: { kind: "sql", statements: list }, warning, stage: "main" };
}

/** Creates a step that calls a builder method. */
export function callStep(
  phase: Phase,
  call: {
    readonly method: string;
    readonly subject: string;
    readonly options?: CallOptions;
  },
  warning: string | null = null,
): GeneratedStep {
  return { phase, code: { kind: "call", options: null, ...call }, warning, stage: "main" };
}

/** Creates a comment instead of a step that cannot be generated. */
export function noteStep(phase: Phase, text: string): GeneratedStep {
  return { phase, code: { kind: "note", text }, warning: text, stage: "main" };
}

/** Creates a comment about a difference that cannot be generated. */
export function differenceNote(difference: PlainDifference): GeneratedStep {
  const { object, property, expected, actual } = difference;
  const [wanted, found] = [expected, actual].map((side) => side ?? "the default or missing");
  return noteStep(
    "byHand",
    `Write this by hand: ${property} of ${object} is ${found}, should be ${wanted}.`,
  );
}

/** Sorts steps by phase, and keeps the order within a phase. */
export function sortSteps(steps: readonly GeneratedStep[]): readonly GeneratedStep[] {
  return steps.toSorted((a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase));
}
