import type { ServerInfo } from "../../timescale/mod.ts";
import { runUp } from "../run/execute.ts";
import { writeEvent } from "../ledger/ledger.ts";
import { type LockedContext, withLock } from "../run/locked.ts";
import { type MigratorOptions, migratorSettings } from "../run/migrator_options.ts";
import { retry } from "../../base/resilience/mod.ts";
import { isRetryable } from "../session/session.ts";
import type { Difference } from "./difference.ts";
import {
  type ConvergeAction,
  type ConvergePlan,
  convergePlan,
  type ConvergeRefusal,
} from "./converge_plan.ts";
import { type DriftOptions, readDrift } from "./read_drift.ts";

/** Options of {@linkcode converge}: those of the drift check and of a migrator. */
export interface ConvergeOptions extends
  DriftOptions,
  Pick<
    MigratorOptions,
    "waitMs" | "lockTimeoutMs" | "attempts" | "tool" | "onEvent" | "hooks" | "signal"
  > {
  /** True to plan only, without any change. */
  readonly dryRun?: boolean;
  /**
   * True to also make fixes that delete data, now or later, such as adding a missing retention
   * policy.
   */
  readonly allowDataLoss?: boolean;
}

/** What {@linkcode converge} did, or would do with `dryRun`. */
export interface ConvergeResult {
  /** True if no difference remains, or would remain with `dryRun`. */
  readonly ok: boolean;
  /** The server. */
  readonly server: ServerInfo;
  /** The actions, in order. */
  readonly actions: readonly ConvergeAction[];
  /** The differences that were not fixed, with the reasons. */
  readonly refused: readonly ConvergeRefusal[];
  /** The remaining differences; with `dryRun`, the refused ones. */
  readonly remaining: readonly Difference[];
}

/**
 * Makes the database match the applied migrations where that is safe: policies, job settings, chunk
 * intervals, compression settings, comments, functions and deferred steps. Lists the rest with reasons. Runs
 * under the migration lock; the ledger records each action as an event.
 *
 * @throws {MigrationError} If the lock is not free in time, the reference cannot be created, or a
 * statement fails.
 */
export async function converge(options: ConvergeOptions): Promise<ConvergeResult> {
  const first = await readDrift(options);
  const draft = withConsent(convergePlan(first), options);
  const isIdle = draft.actions.length === 0 && draft.deferred.length === 0;
  if (options.dryRun === true || isIdle) {
    const remaining = draft.refused.map(({ difference }) => difference);
    return resultOf(first.server, draft, remaining);
  }
  const settings = migratorSettings(options);
  if (draft.deferred.length > 0) await runUp(settings, { to: 0 });
  return await withLock(settings, async (context) => {
    // Somebody else may have changed the database meanwhile.
    const { actions } = withConsent(convergePlan(await readDrift(options, first)), options);
    for (const action of actions) await perform(context, action);
    const { differences, server } = await readDrift(options, first);
    return resultOf(server, { ...draft, actions }, differences);
  });
}

function resultOf(
  server: ServerInfo,
  plan: ConvergePlan,
  remaining: readonly Difference[],
): ConvergeResult {
  return {
    ok: remaining.length === 0,
    server,
    actions: [...plan.deferred, ...plan.actions],
    refused: plan.refused,
    remaining,
  };
}

/** Refuses actions that delete data, unless the options allow them. */
function withConsent(plan: ConvergePlan, options: ConvergeOptions): ConvergePlan {
  if (options.allowDataLoss === true) return plan;
  return {
    deferred: plan.deferred,
    actions: plan.actions.filter((action) => action.loses === null),
    refused: [
      ...plan.refused,
      ...plan.actions.flatMap(({ loses, differences }) =>
        loses === null ? [] : differences.map((difference) => ({
          difference,
          reason: `it deletes ${loses}: allow it if that is intended`,
        }))
      ),
    ],
  };
}

async function perform(context: LockedContext, action: ConvergeAction): Promise<void> {
  const { session, ledger, lockTimeoutMs, attempts, signal, emit } = context;
  const { object, property, statements } = action;
  await context.lock.assertHeld();
  await retry(async () => {
    await session.query("begin");
    try {
      await session.query(`set local lock_timeout = ${Math.max(0, Math.trunc(lockTimeoutMs))}`);
      for (const statement of statements) await context.execute(object, statement);
      await writeEvent(session, ledger, {
        migration: object,
        action: "converge",
        detail: `${property}: ${statements.join("; ")}`,
      });
      await session.query("commit");
    } catch (error) {
      await session.query("rollback").catch(() => {});
      throw error;
    }
  }, {
    attempts,
    firstDelayMs: 500,
    deadlineMs: Infinity,
    isRepeatable: isRetryable,
    signal,
    onRetry: (error, attempt) => emit({ kind: "retry", migration: object, attempt, error }),
  });
}
