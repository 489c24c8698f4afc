import type { Span } from "../../timescale/mod.ts";
import type { PlainDifference } from "../catalog/difference.ts";

/** What a line of a generated migration does. */
export type StepCode =
  | {
    /** `m.sql(…)` with these statements. */
    readonly kind: "sql";
    readonly statements: readonly string[];
  }
  | {
    /** A call of the builder's. */
    readonly kind: "call";
    readonly method: string;
    readonly subject: string;
    /** The second argument, null where there is none. */
    readonly options: CallOptions | null;
  }
  | {
    /** A comment in place of a step that cannot be written. */
    readonly kind: "note";
    readonly text: string;
  };

/** The second argument of a call of the builder's: a record, or a plain value. */
export type CallOptions = Span | boolean | Readonly<Record<string, OptionValue>>;

/** A value in a call's options; undefined leaves the option out. */
export type OptionValue = Span | boolean | null | undefined | readonly string[];

/** A step of a generated migration. */
export interface GeneratedStep {
  /** Its place among the others. */
  readonly phase: Phase;
  /** What it does. */
  readonly code: StepCode;
  /** What a reviewer of the migration should know, or null. */
  readonly warning: string | null;
  /** The migration that it stands in, where one cannot hold everything. */
  readonly stage: Stage;
}

/**
 * The migrations of one difference, in order: values of enumerated types, which a transaction cannot
 * both add and use; everything else; what no transaction can hold.
 */
export const stages = ["values", "main", "stepwise"] as const;

/** A migration of one difference. */
export type Stage = typeof stages[number];

/** The order in which the parts of a migration are written. */
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
  "rowSecurity",
  "comment",
  "dropType",
  "compression",
  "createAggregate",
  "addPolicy",
  "refresh",
  "byHand",
] as const;

/** A part of a migration. */
export type Phase = typeof phases[number];

/** A step of plain SQL. */
export function sqlStep(
  phase: Phase,
  statements: string | readonly string[],
  warning: string | null = null,
): GeneratedStep {
  const list = typeof statements === "string" ? [statements] : statements;
  return { phase, code: { kind: "sql", statements: list }, warning, stage: "main" };
}

/** A step of the builder's. */
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

/** A comment where nothing can be done. */
export function noteStep(phase: Phase, text: string): GeneratedStep {
  return { phase, code: { kind: "note", text }, warning: text, stage: "main" };
}

/** A comment in place of what nobody can generate. */
export function differenceNote(difference: PlainDifference): GeneratedStep {
  const { object, property, expected, actual } = difference;
  const [wanted, found] = [expected, actual].map((side) => side ?? "as usual or not there");
  return noteStep(
    "byHand",
    `Write this by hand: ${property} of ${object} is ${found}, and shall be ${wanted}.`,
  );
}

/** Puts steps into the order of their phases, those of one phase as they came. */
export function sortSteps(steps: readonly GeneratedStep[]): readonly GeneratedStep[] {
  return steps.toSorted((a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase));
}
