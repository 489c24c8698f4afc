import { MigrationError } from "../../base/errors.ts";
import { detectServer, RESTORING_STATE, type ServerInfo } from "../../timescale/mod.ts";
import { applyStepwise } from "./apply_stepwise.ts";
import { applyDeferred, applyInTransaction } from "./apply_transaction.ts";
import { compareLedger, ledgerProblems, type MigrationStatus } from "../plan/compare.ts";
import { checkServer, prepareExtension } from "./extension.ts";
import { readLedger } from "../ledger/ledger.ts";
import { type LockedContext, withLock } from "./locked.ts";
import type { MigratorSettings, RunAction, RunOptions, RunResult } from "./migrator_options.ts";
import { countPausedJobs, pauseJobs, restoreJobs } from "./pause_jobs.ts";
import { planDown, type PlannedAction, planUp } from "../plan/plan.ts";
import { restoreSessionState } from "../session/session_state.ts";
import { type Target, targetOf } from "../author/target.ts";
import { stepHashes } from "../plan/checksum.ts";
import { upgradeChecksums } from "./upgrade_checksums.ts";

/** Applies what is pending: nothing is locked or written where there is nothing to do. */
export async function runUp(settings: MigratorSettings, options: RunOptions): Promise<RunResult> {
  const plan = (statuses: readonly MigrationStatus[], target: Target) => {
    refuseProblems(ledgerProblems(statuses, options));
    refuseReverting(statuses);
    return planUp(statuses, { target, to: options.to });
  };
  const result = await run(settings, options, plan);
  if (options.dryRun !== true && result.actions.length > 0) await assertInStep(settings, options);
  return result;
}

/** Reverts what was applied last, newest first. */
export async function runDown(settings: MigratorSettings, options: RunOptions): Promise<RunResult> {
  const plan = (statuses: readonly MigrationStatus[], target: Target) => {
    const actions = planDown(statuses, { ...options, target });
    const reverted = new Set(actions.map((action) => action.migration.id));
    refuseProblems(
      ledgerProblems(statuses, { allowOutOfOrder: true }).filter(({ id }) => reverted.has(id)),
    );
    return actions;
  };
  return await run(settings, options, plan);
}

type Planner = (statuses: readonly MigrationStatus[], target: Target) => readonly PlannedAction[];

async function run(
  settings: MigratorSettings,
  options: RunOptions,
  plan: Planner,
): Promise<RunResult> {
  const { dryRun = false, require } = options;
  const first = await look(settings, plan, { require, keep: !dryRun });
  if (dryRun || first.idle) {
    return resultOf(first.server, first.statuses, first.actions.map(plannedAction));
  }
  // Actions of an earlier attempt whose connection was lost stay counted.
  const done: RunAction[] = [];
  return await withLock(settings, async (context) => {
    const target = targetOf(context.server);
    await restoreJobs(context, target);
    const before = compareLedger(
      settings.migrations,
      await readLedger(context.session, context.ledger) ?? [],
    );
    await upgradeChecksums(context, before);
    try {
      for (const action of plan(before, target)) {
        await context.lock.assertHeld();
        const durationMs = await perform(settings, context, { action, target });
        if (durationMs !== null) done.push({ ...plannedAction(action), durationMs });
      }
    } catch (error) {
      throw withApplied(error, done);
    }
    const after = compareLedger(
      settings.migrations,
      await readLedger(context.session, context.ledger) ?? [],
    );
    return resultOf(context.server, after, done);
  });
}

interface Look {
  readonly server: ServerInfo;
  readonly statuses: readonly MigrationStatus[];
  readonly actions: readonly PlannedAction[];
  /** True where there is nothing to do. */
  readonly idle: boolean;
}

async function look(
  settings: MigratorSettings,
  plan: Planner,
  options: { readonly require: RunOptions["require"]; readonly keep: boolean },
): Promise<Look> {
  await using session = await settings.open();
  let server = await detectServer(session);
  if (server.timescaledb === null && server.available !== null) {
    server = await prepareExtension(settings.open, options);
  }
  checkServer(server, options.require);
  refuseRestoring(server);
  const rows = await readLedger(session, settings.ledger);
  const statuses = compareLedger(settings.migrations, rows ?? []);
  const actions = plan(statuses, targetOf(server));
  const paused = rows === null ? 0 : await countPausedJobs({ session, ledger: settings.ledger });
  return { server, statuses, actions, idle: actions.length === 0 && paused === 0 };
}

async function perform(
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
  const paused = await pauseJobs(context, { id, statements, target, transaction });
  const prepare = () =>
    paused.isAny && paused.isAboutJobs ? restoreJobs(context, target) : Promise.resolve();
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
    // A lost connection has no state to restore, and its own error says more.
    await restoreSessionState(context.session, context.state).catch(() => {});
    if (paused.isAny) await restoreJobs(context, target).catch(() => {});
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

/** Nothing but the ledger says that a run succeeded: a module could have ended it on its way. */
async function assertInStep(settings: MigratorSettings, options: RunOptions): Promise<void> {
  await using session = await settings.open();
  const statuses = compareLedger(
    settings.migrations,
    await readLedger(session, settings.ledger) ?? [],
  );
  const open = planUp(statuses, {
    target: { postgres: 0, timescaledb: null, edition: "none" },
    to: options.to,
  });
  if (open.length === 0) return;
  throw new MigrationError(
    `Cannot finish: ${
      open.map((action) => action.migration.id).join(", ")
    } should be applied and is not; ` +
      "see migrate status",
  );
}

/** What a migration writes in restoring mode may be lost, its row in the ledger is not. */
function refuseRestoring(server: ServerInfo): void {
  if (server.restoring) throw new MigrationError(`Cannot migrate: ${RESTORING_STATE}`);
}

function refuseProblems(problems: readonly { readonly id: string; readonly text: string }[]): void {
  const [first] = problems;
  if (first === undefined) return;
  throw new MigrationError(
    `Cannot migrate: ${problems.map((problem) => problem.text).join("; ")}`,
    {
      migration: first.id,
    },
  );
}

function refuseReverting(statuses: readonly MigrationStatus[]): void {
  const half = statuses.find((status) => status.row?.state === "reverting");
  if (half === undefined) return;
  throw new MigrationError(
    `Cannot migrate: "${half.id}" was half reverted; finish it with migrate down, or resolve it with ` +
      `migrate repair ${half.id} --mark=applied or --mark=reverted`,
    { migration: half.id },
  );
}

function withApplied(error: unknown, done: readonly RunAction[]): unknown {
  if (!(error instanceof MigrationError) || done.length === 0) return error;
  return new MigrationError(error.message, {
    migration: error.migration,
    statement: error.statement,
    code: error.code,
    applied: done.map((action) => action.migration),
    cause: error.cause,
  });
}

function plannedAction(action: PlannedAction): RunAction {
  return {
    migration: action.migration.id,
    kind: action.kind,
    durationMs: null,
    statements: action.steps.flatMap((step) => step.statements),
  };
}

function resultOf(
  server: ServerInfo,
  statuses: readonly MigrationStatus[],
  actions: readonly RunAction[],
): RunResult {
  const deferred = statuses.flatMap(({ id, row }) =>
    row === null || row.deferred.length === 0
      ? []
      : [{ migration: id, titles: row.deferred.map((step) => step.title) }]
  );
  return { server, actions, deferred };
}
