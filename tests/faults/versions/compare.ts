import type pg from "pg";
import { isAlike, isUnsupported, type Outcome, type Sender } from "./outcome.ts";
import type { Step } from "./step.ts";
import type { Variant } from "./table_shape.ts";

/** What a history is judged by. */
export interface Judged {
  readonly client: pg.Client;
  readonly sender: Sender;
  readonly variants: readonly Variant[];
}

/** Two answers that should be alike. */
export interface Different {
  readonly step: Step;
  readonly variant: Variant;
  readonly expected: Outcome | undefined;
  readonly got: Outcome | undefined;
}

/** Runs a step everywhere; returns the first answer that is not like the plain table's. */
export async function compare(
  { sender, variants }: Pick<Judged, "sender" | "variants">,
  step: Step,
): Promise<Different | undefined> {
  if (step.kind === "layout") {
    const [got] = variants.includes("packed") ? await sender.send(step, "packed") : [];
    // Some changes are refused; a server that fails inside itself is not right.
    const isFailed = got !== undefined && "code" in got && got.code.startsWith("XX");
    return isFailed ? { step, variant: "packed", expected: undefined, got } : undefined;
  }
  const answers = new Map<Variant, readonly Outcome[]>();
  for (const variant of variants.toReversed()) {
    const outcomes = await sender.send(step, variant);
    if (isUnsupported(outcomes[0])) return undefined;
    answers.set(variant, outcomes);
  }
  const [expected] = answers.get("plain") ?? [];
  for (const [variant, outcomes] of answers) {
    const got = outcomes.find((outcome) => !isAlike(outcome, expected));
    if (got !== undefined) return { step, variant, expected, got };
  }
  return undefined;
}
