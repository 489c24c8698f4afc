/**
 * `deno task migrate`, for this package and any other: flags become calls, results become lines or
 * JSON.
 * Called by the task.
 * Never does anything that the library cannot do without it.
 *
 * @module
 */
import { ConfigError } from "../../base/errors.ts";
import {
  flagOption,
  numberOption,
  type Progress,
  runTask,
  type TaskContext,
  textOption,
} from "../../cli/mod.ts";
import { VERSION } from "../../base/version.ts";
import { compareLedger } from "../plan/compare.ts";
import { createMigrator, type Migrator } from "../run/migrator.ts";
import type { RunOptions, RunResult } from "../run/migrator_options.ts";
import { extensionNeed } from "../plan/extension_need.ts";
import { planUp } from "../plan/plan.ts";
import { openPostgresSession } from "../session/postgres_session.ts";
import type { MigrationEvent } from "../run/run.ts";
import { lintCommand, newCommand } from "./author_commands.ts";
import { checkCommand, convergeCommand } from "./drift_commands.ts";
import { runningOptions, targetOption } from "./options.ts";
import { loadMigrations, type MigrateProject } from "./project.ts";
import {
  eventLine,
  planDocument,
  planScript,
  runDocument,
  shortfallText,
  statusDocument,
  statusLines,
} from "./report.ts";
import { migrateSpec } from "./spec.ts";

export type { MigrateProject } from "./project.ts";

/**
 * Runs the `migrate` task of a project: its command line, its output and its exit code.
 *
 * @example
 * ```ts
 * import { runMigrateTask } from "@strata/foundation/migrate";
 *
 * export async function task(): Promise<void> {
 *   await runMigrateTask({
 *     load: () => Promise.resolve([]),
 *     url: () => Deno.env.get("DATABASE_URL") ?? "",
 *   });
 * }
 * ```
 */
export async function runMigrateTask(project: MigrateProject): Promise<void> {
  await runTask(migrateSpec, async (context) => {
    const command = commands[context.command ?? "up"];
    if (command === undefined) {
      throw new ConfigError(
        `Cannot run "migrate ${context.command}": there is no such command, see --help`,
      );
    }
    return await command(context, project);
  });
}

type Command = (context: TaskContext, project: MigrateProject) => Promise<number | void>;

const commands: Readonly<Record<string, Command>> = {
  up: async (context, project) => {
    using reporter = report(context);
    const result = await (await migratorOf(context, project, reporter.tell)).up(
      runOptions(context),
    );
    reportRun(context, result);
  },
  down: async (context, project) => {
    const dryRun = flagOption(context, "dry-run");
    if (!dryRun && !flagOption(context, "yes") && !await confirmDown(context)) return 1;
    using reporter = report(context);
    const result = await (await migratorOf(context, project, reporter.tell)).down(
      runOptions(context),
    );
    reportRun(context, result);
  },
  status: async (context, project) => {
    const status = await (await migratorOf(context, project)).status();
    context.result(statusDocument(status));
    for (const line of statusLines(status, context.statusWord)) context.print(line);
    return status.ok ? 0 : 1;
  },
  plan: async (context, project) => {
    const plan = await planOf(context, project);
    context.result(planDocument(plan));
    for (const problem of plan.problems) context.note(`Problem: ${problem}`);
    if (plan.actions.length === 0) context.note("Nothing to do.");
    for (const line of planScript(plan.actions, plan.extension)) context.print(line);
    return plan.problems.length === 0 ? 0 : 1;
  },
  baseline: async (context, project) => {
    const [text = ""] = context.positionals;
    if (!/^\d+$/.test(text)) {
      throw new ConfigError(
        `Cannot adopt a baseline at "${text}": it is not a number, give that of a migration`,
      );
    }
    const ids = await (await migratorOf(context, project)).baseline(Number(text));
    context.result({ ok: true, adopted: ids });
    for (const id of ids) context.print(`Recorded ${id} as applied`);
    if (ids.length === 0) context.print("Nothing to record: the ledger has all of them.");
  },
  check: checkCommand,
  converge: convergeCommand,
  new: newCommand,
  lint: lintCommand,
  repair: async (context, project) => {
    const [id = ""] = context.positionals;
    const mark = textOption(context, "mark");
    const statement = numberOption(context, "statement");
    const isMark = mark === "applied" || mark === "reverted";
    if (isMark === (statement !== undefined)) {
      throw new ConfigError(
        "Cannot repair: the outcome is not given, pass --mark=applied, --mark=reverted or --statement=N, " +
          "the statement to continue at",
      );
    }
    const migrator = await migratorOf(context, project);
    if (isMark) {
      await migrator.repair(id, mark);
      context.result({ ok: true, id, mark });
      context.print(`Marked ${id} as ${mark}.`);
    } else if (statement !== undefined) {
      await migrator.repair(id, { statement });
      context.result({ ok: true, id, statement });
      context.print(`The next run continues ${id} at statement ${statement}.`);
    }
  },
};

async function migratorOf(
  context: TaskContext,
  project: MigrateProject,
  onEvent: (event: MigrationEvent) => void = () => {},
): Promise<Migrator> {
  const migrations = await loadMigrations(project);
  const statementTimeoutMs = (numberOption(context, "statement-timeout") ?? 0) * 1_000;
  return createMigrator({
    open: () => openPostgresSession(project.url(), { statementTimeoutMs }),
    migrations,
    tool: `strata ${VERSION}`,
    onEvent,
    signal: context.signal,
    ...(project.ledger === undefined ? {} : { ledger: project.ledger }),
    ...runningOptions(context),
  });
}

async function planOf(context: TaskContext, project: MigrateProject): ReturnType<Migrator["plan"]> {
  const to = numberOption(context, "to");
  const target = targetOption(context);
  if (target === undefined) {
    const allowOutOfOrder = flagOption(context, "allow-out-of-order");
    return await (await migratorOf(context, project)).plan({ to, allowOutOfOrder });
  }
  const statuses = compareLedger(await loadMigrations(project), []);
  const isNeeded = target.timescaledb !== null && extensionNeed(statuses, { to }) === "before";
  return {
    server: null,
    extension: isNeeded ? "create extension if not exists timescaledb" : null,
    actions: planUp(statuses, { target, to }),
    problems: [],
  };
}

function runOptions(context: TaskContext): RunOptions {
  const require = textOption(context, "require");
  return {
    to: numberOption(context, "to"),
    steps: numberOption(context, "steps"),
    dryRun: flagOption(context, "dry-run"),
    allowOutOfOrder: flagOption(context, "allow-out-of-order"),
    require: require === "community" || require === "apache" ? require : undefined,
  };
}

async function confirmDown(context: TaskContext): Promise<boolean> {
  if (context.interactive) {
    return await context.confirm("Reverting drops tables and their data. Continue?");
  }
  throw new ConfigError(
    "Cannot revert: nobody can confirm it, pass --yes; it drops tables and their data",
  );
}

function reportRun(context: TaskContext, result: RunResult): void {
  const dryRun = flagOption(context, "dry-run");
  context.result(runDocument(result, { dryRun }));
  if (dryRun) {
    if (result.extension !== null) context.print(`Would run first:\n${result.extension};`);
    for (const action of result.actions) {
      context.print(`Would ${action.kind === "down" ? "revert" : "apply"} ${action.migration}:`);
      for (const statement of action.statements) context.print(`${statement};`);
    }
  }
  if (result.actions.length === 0) context.print("Nothing to do: the database is up to date.");
  const waiting = result.deferred.reduce((sum, { titles }) => sum + titles.length, 0);
  if (waiting > 0) {
    context.print(
      `${waiting} steps are deferred: ${
        shortfallText(result.server)
      }, a later migrate applies them once it supports them.`,
    );
  }
}

/**
 * Shows the events of a run: finished work on lines that stay, progress on one line that changes.
 */
function report(
  context: TaskContext,
): Disposable & { readonly tell: (event: MigrationEvent) => void } {
  let progress: Progress | undefined;
  const clear = (): void => {
    progress?.[Symbol.dispose]();
    progress = undefined;
  };
  return {
    tell: (event) => {
      const line = eventLine(event);
      if (event.kind === "statement" && context.verbose) context.note(event.sql);
      if (line === null) return;
      if (event.kind === "progress") {
        progress ??= context.progress(event.migration);
        progress.update(event.text);
        return;
      }
      clear();
      if (event.kind === "done") context.print(line);
      else context.note(line);
    },
    [Symbol.dispose]: clear,
  };
}
