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

/** What converge works with: what the drift check does, and what a migrator does. */
export interface ConvergeOptions extends
  DriftOptions,
  Pick<
    MigratorOptions,
    "waitMs" | "lockTimeoutMs" | "attempts" | "tool" | "onEvent" | "hooks" | "signal"
  > {
  /** Plan only; nothing changes. */
  readonly dryRun?: boolean;
  /** Also does what deletes data sooner or later, such as adding a retention policy again. */
  readonly allowDataLoss?: boolean;
}

/** What {@linkcode converge} did, or with `dryRun` would do. */
export interface ConvergeResult {
  /** True where no difference is left, or would be. */
  readonly ok: boolean;
  /** The server. */
  readonly server: ServerInfo;
  /** What was done, in order. */
  readonly actions: readonly ConvergeAction[];
  /** What was left, and why. */
  readonly refused: readonly ConvergeRefusal[];
  /** What differs now; with `dryRun` what is refused. */
  readonly remaining: readonly Difference[];
}

/**
 * Makes the database what the applied migrations say, where that is safe: policies, chunk intervals,
 * settings of compression, how jobs run, comments, deferred steps. The rest is left and named. Runs
 * under the migrator's lock; each action is kept in the ledger's events.
 *
 * @throws {MigrationError} Where the lock is not had, the reference cannot be made, or a statement fails.
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
    // Someone else may have mended or changed it meanwhile.
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

/** Takes out of a plan what deletes data, unless that was asked for. */
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
          reason: `it deletes ${loses}: allow it where that is wanted`,
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
