import { planUp } from "../plan/plan.ts";
import type { Difference } from "./difference.ts";
import { findFix } from "./find_fix.ts";
import type { DriftState } from "./read_drift.ts";
import { whyNot } from "./why_not.ts";

/** An action of converge. */
export interface ConvergeAction {
  /** The object: a table, a view, or a migration whose deferred steps are applied. */
  readonly object: string;
  /** The property that is fixed. */
  readonly property: string;
  /** The statements, one per entry. */
  readonly statements: readonly string[];
  /** The data that it deletes, now or later, or null. */
  readonly loses: string | null;
  /** The differences that it fixes. */
  readonly differences: readonly Difference[];
}

/** A difference that converge does not fix. */
export interface ConvergeRefusal {
  /** The difference. */
  readonly difference: Difference;
  /** The reason, and what to do instead. */
  readonly reason: string;
}

/** The plan of converge. */
export interface ConvergePlan {
  /** The deferred steps that the server now supports. */
  readonly deferred: readonly ConvergeAction[];
  /** The other actions, in order. */
  readonly actions: readonly ConvergeAction[];
  /** The differences that are not fixed. */
  readonly refused: readonly ConvergeRefusal[];
}

/**
 * Plans the fixes that are safe: those that lose no data, take no long lock and undo no deliberate
 * change. They concern policies, job settings, chunk intervals, compression settings, comments, functions
 * and deferred steps.
 */
export function convergePlan(state: DriftState): ConvergePlan {
  const refused: ConvergeRefusal[] = [];
  const actions = new Map<string, ConvergeAction>();
  for (const difference of state.differences) {
    const fix = difference.layer === "database" ? findFix(difference, state) : null;
    const isDeferred = difference.property.startsWith("deferred step");
    if (fix === null && !isDeferred) {
      refused.push({ difference, reason: whyNot(difference) });
    }
    if (fix === null || fix.statements.length === 0) continue;
    // One statement may fix several differences: segmentby and orderby are set together.
    const key = fix.statements.join(";");
    const differences = [...actions.get(key)?.differences ?? [], difference];
    const property = differences.map((other) => other.property).join(", ");
    actions.set(key, { object: difference.object, property, ...fix, differences });
  }
  return { deferred: deferredActions(state), actions: [...actions.values()], refused };
}

function deferredActions({ statuses, target, differences }: DriftState): readonly ConvergeAction[] {
  // No migration has a number up to 0, so this plans only the deferred steps.
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
