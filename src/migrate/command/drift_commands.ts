import { flagOption, type TaskContext } from "../../cli/mod.ts";
import { checkDrift, type DriftResult } from "../catalog/check_drift.ts";
import { converge, type ConvergeResult } from "../catalog/converge.ts";
import type { Difference } from "../catalog/difference.ts";
import { noteLines } from "../catalog/drift_note.ts";
import type { DriftOptions } from "../catalog/read_drift.ts";
import { openPostgresSession } from "../session/postgres_session.ts";
import { loadMigrations, type MigrateProject } from "./project.ts";
import { referenceOptions, runningOptions } from "./options.ts";
import { serverDocument, serverText } from "./report.ts";

/**
 * Runs `migrate check`: lists what differs between definitions, migrations, ledger and database.
 */
export async function checkCommand(context: TaskContext, project: MigrateProject): Promise<number> {
  using progress = context.progress("Comparing");
  const result = await checkDrift({
    ...await driftOptions(project),
    ...referenceOptions(context),
    listAccess: flagOption(context, "grants"),
  });
  progress[Symbol.dispose]();
  context.result({ ...result, server: serverDocument(result.server) });
  for (const line of driftLines(result)) context.print(line);
  return result.ok ? 0 : 1;
}

/** Runs `migrate converge`: fixes what is safe to fix and lists the rest. */
export async function convergeCommand(
  context: TaskContext,
  project: MigrateProject,
): Promise<number> {
  const dryRun = flagOption(context, "dry-run");
  using progress = context.progress("Comparing");
  const result = await converge({
    ...await driftOptions(project),
    ...runningOptions(context),
    ...referenceOptions(context),
    dryRun,
    allowDataLoss: flagOption(context, "allow-data-loss"),
  });
  progress[Symbol.dispose]();
  context.result({ ...result, server: serverDocument(result.server) });
  for (const line of convergeLines(result, dryRun)) context.print(line);
  return result.ok ? 0 : 1;
}

async function driftOptions(project: MigrateProject): Promise<DriftOptions> {
  const definitions = await project.definitions?.();
  return {
    open: () => openPostgresSession(project.url()),
    migrations: await loadMigrations(project),
    ...(definitions === undefined ? {} : { definitions }),
    ...(project.ledger === undefined ? {} : { ledger: project.ledger }),
  };
}

function driftLines({ server, differences, notes, deferred }: DriftResult): readonly string[] {
  return [
    `Server: ${serverText(server)}`,
    ...differences.map(differenceLine),
    ...noteLines(notes).map((line) => `Note: ${line}`),
    ...deferred.map(({ migration, titles }) => `Deferred in ${migration}: ${titles.join(", ")}`),
    differences.length === 0
      ? "No drift."
      : `${differences.length} ${differences.length === 1 ? "difference" : "differences"}: ` +
        "deno task migrate converge fixes what is safe, deno task migrate new writes a migration for the rest.",
  ];
}

function convergeLines(result: ConvergeResult, dryRun: boolean): readonly string[] {
  const { actions, refused } = result;
  return [
    ...actions.flatMap(({ object, property, statements }) => [
      `${dryRun ? "Would fix" : "Fixed"} ${object}: ${property}`,
      ...(dryRun ? statements.map((statement) => `  ${statement};`) : []),
    ]),
    ...refused.map(({ difference, reason }) => `Left ${differenceLine(difference)}\n  ${reason}`),
    actions.length + refused.length === 0
      ? "Nothing to fix: no drift."
      : result.ok
      ? dryRun ? "All of it can be fixed." : "No drift is left."
      : `${result.remaining.length} left.`,
  ];
}

function differenceLine({ object, property, expected, actual, layer }: Difference): string {
  const between = layer === "definitions"
    ? "the migrations do not follow the definition"
    : layer === "ledger"
    ? "the ledger differs"
    : "the database differs";
  return `${object}, ${property}: expected ${expected ?? "none"}, found ${
    actual ?? "none"
  } (${between})`;
}
