import type { MigrationStatus } from "./compare.ts";
import { type Migration, migrationNumber } from "../author/migration.ts";
import {
  type Direction,
  renderDeferred,
  type RenderedStep,
  renderMigration,
  retireStatements,
} from "./render.ts";
import { type Capability, hasCapability, type Target } from "../author/target.ts";

/** An action of a run. */
export type PlannedAction =
  | {
    /** Applies steps that an earlier run deferred. */
    readonly kind: "deferred";
    readonly migration: Migration;
    readonly steps: readonly RenderedStep[];
  }
  | {
    /** Applies or reverts a migration. */
    readonly kind: Direction;
    readonly migration: Migration;
    readonly steps: readonly RenderedStep[];
    readonly checksum: string;
    readonly outOfOrder: boolean;
  };

type DeferredAction = Extract<PlannedAction, { readonly kind: "deferred" }>;

/**
 * Plans `up`: first the deferred steps that the server now supports, then the pending and
 * unfinished migrations, up to a number.
 */
export function planUp(
  statuses: readonly MigrationStatus[],
  options: { readonly target: Target; readonly to?: number | undefined },
): readonly PlannedAction[] {
  const { target, to = Infinity } = options;
  return [...planDeferred(statuses, target), ...planPending(statuses, { target, to })];
}

/** Plans `down`, newest first: a count of migrations, or all above a number. */
export function planDown(
  statuses: readonly MigrationStatus[],
  options: {
    readonly target: Target;
    readonly to?: number | undefined;
    readonly steps?: number | undefined;
  },
): readonly PlannedAction[] {
  const { target, to, steps = 1 } = options;
  const begun = statuses.filter((status) => status.row !== null).reverse();
  const chosen = to === undefined
    ? begun.slice(0, steps)
    : begun.filter(({ id }) => migrationNumber(id) > to);
  return chosen.flatMap(({ migration, checksum, row }) => {
    if (migration === null) return [];
    const able = withoutCapabilities(target, row?.deferred.map((entry) => entry.needs) ?? []);
    return [{
      kind: "down" as const,
      migration,
      steps: renderMigration(migration, "down", able),
      checksum,
      outOfOrder: false,
    }];
  });
}

/**
 * Returns the target for a migration with steps that were never applied. The capabilities that they
 * need count as missing, so that reverting skips these steps.
 */
export function withoutCapabilities(target: Target, missing: readonly Capability[]): Target {
  if (missing.includes("hypertable")) {
    return { ...target, timescaledb: null, schema: null, edition: "none" };
  }
  if (missing.length > 0 && target.edition === "community") return { ...target, edition: "apache" };
  return target;
}

function planDeferred(
  statuses: readonly MigrationStatus[],
  target: Target,
): readonly DeferredAction[] {
  const retired: string[] = [];
  const actions = statuses.flatMap(({ migration, row, state }) => {
    if (migration === null || row === null || state !== "applied") return [];
    const able = row.deferred.filter((entry) => hasCapability(target, entry.needs))
      .map((entry) => entry.step);
    if (able.length === 0) return [];
    retired.unshift(...retireStatements(migration, able));
    const steps = able.map((step) => renderDeferred(migration, step, target));
    return [{ kind: "deferred" as const, migration, steps }];
  });
  return withStatementsFirst(actions, retired);
}

/**
 * Puts the removal of all stand-ins first, since one may depend on that of an earlier migration.
 */
function withStatementsFirst(
  actions: readonly DeferredAction[],
  statements: readonly string[],
): readonly DeferredAction[] {
  const [action, ...others] = actions;
  const [step, ...steps] = action?.steps ?? [];
  if (action === undefined || step === undefined) return actions;
  const first = { ...step, statements: [...statements, ...step.statements] };
  return [{ ...action, steps: [first, ...steps] }, ...others];
}

function planPending(
  statuses: readonly MigrationStatus[],
  options: { readonly target: Target; readonly to: number },
): readonly PlannedAction[] {
  return statuses.flatMap(({ id, migration, state, checksum, outOfOrder }) => {
    const open = state === "pending" || state === "failed";
    if (migration === null || !open || migrationNumber(id) > options.to) return [];
    return [{
      kind: "up" as const,
      migration,
      steps: renderMigration(migration, "up", options.target),
      checksum,
      outOfOrder,
    }];
  });
}
