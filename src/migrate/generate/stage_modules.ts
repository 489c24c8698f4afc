import {
  type GeneratedStep,
  noteStep,
  type OptionValue,
  type Stage,
  stages,
} from "./generated_step.ts";

/** The steps of one migration of several. */
export interface StageModule {
  /** What its name has at its end, "" where it needs nothing. */
  readonly suffix: string;
  /** False where its statements run outside of a transaction. */
  readonly transaction: boolean;
  readonly up: readonly GeneratedStep[];
  readonly down: readonly GeneratedStep[];
}

/**
 * Shares the steps of a difference among as few migrations as can hold them: a value of an enumerated
 * type stands before the transaction that uses it, what no transaction can hold stands behind.
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
  // What only the way back has stands where the rest of it does.
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

/** Answers whether a value that is added to a type is used by another step. */
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

/** The way back ends with a transaction, and no transaction can refresh. */
function withoutRefresh(step: GeneratedStep): GeneratedStep {
  if (step.phase !== "refresh" || step.code.kind !== "call") return step;
  return noteStep(
    "refresh",
    `Refresh ${step.code.subject} by hand then: call refresh_continuous_aggregate('${step.code.subject}', null, null)`,
  );
}
