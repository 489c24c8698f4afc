import {
  type GeneratedStep,
  noteStep,
  type OptionValue,
  type Stage,
  stages,
} from "./generated_step.ts";

/** The steps of one of several migrations. */
export interface StageModule {
  /** The suffix of its name, or an empty string. */
  readonly suffix: string;
  /** False if its statements run without a transaction. */
  readonly transaction: boolean;
  readonly up: readonly GeneratedStep[];
  readonly down: readonly GeneratedStep[];
}

/**
 * Splits the steps of a difference into as few migrations as possible. New enum values come before
 * the transaction that uses them; steps that cannot run in a transaction come after it.
 */
export function stageModules(
  up: readonly GeneratedStep[],
  down: readonly GeneratedStep[],
): readonly StageModule[] {
  const stageOf = isSplit(up)
    ? (step: GeneratedStep): Stage => step.stage
    : (step: GeneratedStep): Stage => step.stage === "values" ? "main" : step.stage;
  const ways = down.map(withoutRefresh);
  const used = stages.filter((stage) => up.some((step) => stageOf(step) === stage));
  const last = used.includes("main") ? "main" : used[0] ?? "main";
  // Steps of a stage that only `down` has go into the main migration.
  const placeOf = (step: GeneratedStep): Stage =>
    used.includes(stageOf(step)) ? stageOf(step) : last;
  return (used.length === 0 ? ["main"] as const : used).map((stage) => ({
    suffix: used.length > 1 ? suffixes[stage] : "",
    transaction: stage !== "stepwise",
    up: up.filter((step) => stageOf(step) === stage),
    down: ways.filter((step) => placeOf(step) === stage),
  }));
}

const suffixes: Readonly<Record<Stage, string>> = {
  values: " values",
  main: "",
  stepwise: " stepwise",
};

/** Tells whether a step uses a new enum value. */
function isSplit(steps: readonly GeneratedStep[]): boolean {
  const values = steps.filter(({ stage }) => stage === "values").flatMap(textsOf)
    .flatMap((text) => /add value '((?:[^']|'')*)'/.exec(text)?.[1] ?? []);
  return steps.filter(({ stage }) => stage !== "values").flatMap(textsOf)
    .flatMap((text) => text.match(/'(?:[^']|'')*'/g) ?? [])
    .some((literal) => values.some((value) => literal.includes(value)));
}

function textsOf({ code }: GeneratedStep): readonly string[] {
  if (code.kind === "sql") return code.statements;
  if (code.kind === "note" || code.options === null || typeof code.options !== "object") return [];
  return Object.values(code.options).filter((value: OptionValue) => typeof value === "string");
}

/** Replaces a refresh in `down` by a note: `down` ends with a transaction, which cannot refresh. */
function withoutRefresh(step: GeneratedStep): GeneratedStep {
  if (step.phase !== "refresh" || step.code.kind !== "call") return step;
  return noteStep(
    "refresh",
    `Refresh ${step.code.subject} by hand afterwards: call refresh_continuous_aggregate('${step.code.subject}', null, null)`,
  );
}
