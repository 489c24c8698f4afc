import { planUp } from "../plan/plan.ts";
import type { Difference } from "./difference.ts";
import { mend } from "./mend.ts";
import type { DriftState } from "./read_drift.ts";
import { whyNot } from "./why_not.ts";

/** Something that converge does. */
export interface ConvergeAction {
  /** What it is done to: a table, a view, or a migration whose deferred steps are applied. */
  readonly object: string;
  /** What of it is mended. */
  readonly property: string;
  /** The statements, one an entry. */
  readonly statements: readonly string[];
  /** What data it deletes sooner or later, or null where it deletes none. */
  readonly loses: string | null;
  /** The differences that it mends. */
  readonly differences: readonly Difference[];
}

/** Something that converge leaves as it is. */
export interface ConvergeRefusal {
  /** The difference. */
  readonly difference: Difference;
  /** Why it is not safe, and what to do. */
  readonly reason: string;
}

/** What converge does and leaves. */
export interface ConvergePlan {
  /** Deferred steps that the server can take by now. */
  readonly deferred: readonly ConvergeAction[];
  /** What it does beside, in order. */
  readonly actions: readonly ConvergeAction[];
  /** What it leaves. */
  readonly refused: readonly ConvergeRefusal[];
}

/**
 * Plans what makes the database what the applied migrations say, where no data, no long lock and no
 * wish of anybody's is at stake: policies and how their jobs run, chunk intervals, settings of compression,
 * comments and deferred steps.
 */
export function convergePlan(state: DriftState): ConvergePlan {
  const refused: ConvergeRefusal[] = [];
  const actions = new Map<string, ConvergeAction>();
  for (const difference of state.differences) {
    const mended = difference.layer === "database" ? mend(difference, state) : null;
    const isDeferred = difference.property.startsWith("deferred step");
    if (mended === null && !isDeferred) {
      refused.push({ difference, reason: whyNot(difference) });
    }
    if (mended === null || mended.statements.length === 0) continue;
    // One statement may mend several differences: segmentby and orderby are set together.
    const key = mended.statements.join(";");
    const differences = [...actions.get(key)?.differences ?? [], difference];
    const property = differences.map((other) => other.property).join(", ");
    actions.set(key, { object: difference.object, property, ...mended, differences });
  }
  return { deferred: deferredActions(state), actions: [...actions.values()], refused };
}

function deferredActions({ statuses, target, differences }: DriftState): readonly ConvergeAction[] {
  // Up to number 0 nothing is pending: what is left are the deferred steps.
  return planUp(statuses, { target, to: 0 }).flatMap((action) =>
    action.kind === "deferred"
      ? [{
        object: action.migration.id,
        property: action.steps.map((step) => step.title).join(", "),
        statements: action.steps.flatMap((step) => step.statements),
        loses: null,
        differences: differences.filter(({ object, property }) =>
          object === action.migration.id && property.startsWith("deferred step")
        ),
      }]
      : []
  );
}
