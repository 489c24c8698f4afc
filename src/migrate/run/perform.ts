import { traced } from "../../base/telemetry/mod.ts";
import { stepHashes } from "../plan/checksum.ts";
import type { PlannedAction } from "../plan/plan.ts";
import { type Target, targetOf } from "../author/target.ts";
import { restoreSessionState } from "../session/session_state.ts";
import { applyStepwise } from "./apply_stepwise.ts";
import { applyDeferred, applyInTransaction } from "./apply_transaction.ts";
import type { LockedContext } from "./locked.ts";
import type { MigratorSettings } from "./migrator_options.ts";
import { pauseJobs, restoreJobs } from "./pause_jobs.ts";

/**
 * Performs one action under the lock: calls the hooks, and pauses the jobs of its tables meanwhile.
 *
 * @returns The duration in milliseconds; null if there was nothing left to do.
 */
export async function perform(
  settings: MigratorSettings,
  context: LockedContext,
  job: { readonly action: PlannedAction; readonly target: Target },
): Promise<number | null> {
  const { migration: { id }, kind } = job.action;
  const attributes = { "strata.migration": id, "strata.direction": kind };
  return await traced({ name: `migrate ${id}`, attributes }, () => act(settings, context, job));
}

async function act(
  settings: MigratorSettings,
  context: LockedContext,
  job: { readonly action: PlannedAction; readonly target: Target },
): Promise<number | null> {
  const { action, target } = job;
  const { id, transaction } = action.migration;
  const direction = action.kind === "down" ? "down" : "up";
  const call = { migration: id, direction, session: context.session } as const;
  await settings.hooks.before?.(call);
  context.emit({ kind: "begin", migration: id, direction });
  const statements = action.steps.flatMap((step) => step.statements);
  // This migration may be the one that creates the extension.
  const present = targetOf(context.server);
  const paused = await pauseJobs(context, { id, statements, target: present, transaction });
  const prepare = () =>
    paused.isAny && paused.isAboutJobs ? restoreJobs(context, present) : Promise.resolve();
  let durationMs: number | null;
  try {
    if (action.kind === "deferred") {
      durationMs = await applyDeferred(context, { id, steps: action.steps, prepare });
    } else {
      const { checksum, outOfOrder, steps } = action;
      const planned = { id, direction, steps, checksum, outOfOrder, prepare } as const;
      durationMs = transaction
        ? await applyInTransaction(context, planned)
        : await applyStepwise(context, {
          ...planned,
          target,
          hashes: stepHashes(action.migration, direction),
        });
    }
  } finally {
    // After a lost connection there is no state to restore, and the original error says more.
    await restoreSessionState(context.session, context.state).catch(() => {});
    if (paused.isAny) await restoreJobs(context, present).catch(() => {});
  }
  if (durationMs === null) return null;
  const deferred = action.kind === "down"
    ? []
    : action.steps.filter((step) => step.deferred !== null);
  if (deferred.length > 0) context.emit({ kind: "deferred", migration: id, steps: deferred });
  context.emit({ kind: "done", migration: id, direction: action.kind, durationMs });
  if (settings.hooks.after !== undefined) {
    await settings.hooks.after(call);
    await restoreSessionState(context.session, context.state);
  }
  return durationMs;
}
