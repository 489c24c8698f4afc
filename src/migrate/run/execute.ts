import { MigrationError } from "../../base/errors.ts";
import { compareLedger, ledgerProblems, type MigrationStatus } from "../plan/compare.ts";
import { changesExtension } from "../plan/extension_need.ts";
import { readLedger } from "../ledger/ledger.ts";
import { type LockedContext, withLock, withServer } from "./locked.ts";
import { type Look, look, type Planner } from "./look.ts";
import type { MigratorSettings, RunAction, RunOptions, RunResult } from "./migrator_options.ts";
import { restoreJobs } from "./pause_jobs.ts";
import { perform } from "./perform.ts";
import { planDown, type PlannedAction, planUp } from "../plan/plan.ts";
import { keepSafeSettings } from "./safe_settings.ts";
import { type Target, targetOf } from "../author/target.ts";
import { upgradeChecksums } from "./upgrade_checksums.ts";

/** Applies what is pending. If there is nothing to do, nothing is locked or written. */
export async function runUp(settings: MigratorSettings, options: RunOptions): Promise<RunResult> {
  const plan = (statuses: readonly MigrationStatus[], target: Target) => {
    refuseProblems(ledgerProblems(statuses, options));
    refuseReverting(statuses);
    return planUp(statuses, { target, to: options.to });
  };
  const result = await run(settings, { ...options, direction: "up" }, plan);
  if (options.dryRun !== true && result.actions.length > 0) await assertInStep(settings, options);
  return result;
}

/** Reverts the migrations applied last, newest first. */
export async function runDown(settings: MigratorSettings, options: RunOptions): Promise<RunResult> {
  const plan = (statuses: readonly MigrationStatus[], target: Target) => {
    const actions = planDown(statuses, { ...options, target });
    const reverted = new Set(actions.map((action) => action.migration.id));
    refuseProblems(
      ledgerProblems(statuses, { allowOutOfOrder: true }).filter(({ id }) => reverted.has(id)),
    );
    return actions;
  };
  return await run(settings, { ...options, direction: "down" }, plan);
}

async function run(
  settings: MigratorSettings,
  options: RunOptions & { readonly direction: "up" | "down" },
  plan: Planner,
): Promise<RunResult> {
  const { dryRun = false } = options;
  const first = await look(settings, plan, { ...options, keep: !dryRun });
  if (dryRun || first.idle) {
    return resultOf(first, first.statuses, first.actions.map(plannedAction));
  }
  if (first.extension !== null) settings.onEvent({ kind: "extension", sql: first.extension });
  // Actions before a lost connection still count.
  const done: RunAction[] = [];
  return await withLock(settings, async (locked) => {
    await restoreJobs(locked, targetOf(locked.server));
    if (options.direction === "up") await keepSafeSettings(locked);
    await upgradeChecksums(locked, await readStatuses(settings, locked));
    const context = await performAll(settings, locked, { plan, first, done });
    // A migration of this run may have created the extension.
    if (options.direction === "up") await keepSafeSettings(context);
    return resultOf(
      { ...first, server: context.server },
      await readStatuses(settings, context),
      done,
    );
  });
}

/** Performs the planned actions. Plans again after a migration that changes the extension. */
async function performAll(
  settings: MigratorSettings,
  locked: LockedContext,
  run: { readonly plan: Planner; readonly first: Look; readonly done: RunAction[] },
): Promise<LockedContext> {
  const { plan, first, done } = run;
  let context = locked;
  // If a migration of this run creates the extension, render for the server as it will be then.
  const expected = locked.server.timescaledb === null ? first.server : locked.server;
  let target = targetOf(expected);
  let actions = plan(await readStatuses(settings, locked), target);
  try {
    for (let action = actions[0]; action !== undefined; action = actions[0]) {
      actions = actions.slice(1);
      await context.lock.assertHeld();
      const durationMs = await perform(settings, context, { action, target });
      if (durationMs !== null) done.push({ ...plannedAction(action), durationMs });
      if (!plannedAction(action).statements.some(changesExtension)) continue;
      context = await withServer(context);
      target = targetOf(context.server);
      if (action.kind !== "down") actions = plan(await readStatuses(settings, context), target);
    }
    return context;
  } catch (error) {
    throw withApplied(error, done);
  }
}

async function readStatuses(
  settings: MigratorSettings,
  { session, ledger }: Pick<LockedContext, "session" | "ledger">,
): Promise<readonly MigrationStatus[]> {
  return compareLedger(settings.migrations, await readLedger(session, ledger) ?? []);
}

/** Checks the ledger after a run, since only the ledger proves that the run succeeded. */
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
    `Cannot finish: these migrations are not applied: ${
      open.map((action) => action.migration.id).join(", ")
    }; see migrate status`,
  );
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
  { server, extension }: Pick<Look, "server" | "extension">,
  statuses: readonly MigrationStatus[],
  actions: readonly RunAction[],
): RunResult {
  const deferred = statuses.flatMap(({ id, row }) =>
    row === null || row.deferred.length === 0
      ? []
      : [{ migration: id, titles: row.deferred.map((step) => step.title) }]
  );
  return { server, extension, actions, deferred };
}
