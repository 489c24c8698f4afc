import { RESTORING_STATE, type ServerInfo } from "../../timescale/mod.ts";
import type { MigrationStatus } from "../plan/compare.ts";
import type { PlanResult, RunResult, StatusResult } from "../run/migrator_options.ts";
import type { PlannedAction } from "../plan/plan.ts";
import type { RenderedStep } from "../plan/render.ts";
import type { MigrationEvent } from "../run/run.ts";
import type { Capability } from "../author/target.ts";

/** Returns the document of `migrate status --json`. */
export function statusDocument(status: StatusResult): unknown {
  return {
    ok: status.ok,
    server: serverDocument(status.server),
    restoring: status.server.restoring,
    migrations: status.migrations.map(({ id, state, row, checksum, outOfOrder }) => ({
      id,
      state,
      appliedAt: row?.finishedAt?.toISOString() ?? null,
      checksum,
      deferred: row?.deferred ?? [],
      durationMs: row?.durationMs ?? null,
      server: row?.server ?? null,
      tool: row?.tool ?? null,
      appliedBy: row?.appliedBy ?? null,
      outOfOrder: row?.outOfOrder ?? outOfOrder,
      done: row === null || row.state === "applied" ? null : row.done,
      error: row?.error ?? null,
    })),
  };
}

/** Returns the lines of `migrate status`. */
export function statusLines(
  status: StatusResult,
  word: (kind: "pass" | "warn" | "fail" | "skip") => string,
): readonly string[] {
  const width = Math.max(0, ...status.migrations.map(({ id }) => id.length));
  return [
    `Server: ${serverText(status.server)}`,
    ...status.migrations.map((migration) =>
      `${word(wordOf(migration))}  ${migration.id.padEnd(width)}  ${describeStatus(migration)}`
    ),
    ...(status.server.restoring ? [`${word("fail")}  Not usable: ${RESTORING_STATE}`] : []),
    ...conclusion(status),
  ];
}

function conclusion({ ok, migrations }: StatusResult): readonly string[] {
  if (ok) return ["Up to date."];
  if (migrations.every(({ state }) => state === "applied")) return [];
  return ["Not up to date: run deno task migrate plan to see what would be done."];
}

/** Returns the document of `migrate plan --json`. */
export function planDocument(plan: PlanResult): unknown {
  return {
    server: plan.server === null ? null : serverDocument(plan.server),
    extension: plan.extension,
    steps: plan.actions.flatMap((action) =>
      action.steps.flatMap((step) => stepDocuments(action, step))
    ),
    problems: plan.problems,
  };
}

/**
 * Returns the statements of a plan as an SQL script, with a comment above each migration.
 *
 * @param extension The statement that creates the extension first, if needed.
 */
export function planScript(
  actions: readonly PlannedAction[],
  extension: string | null = null,
): readonly string[] {
  const first = extension === null
    ? []
    : ["-- the extension, before the migrations", `${extension};`, ""];
  return [...first, ...actions.flatMap(actionScript)];
}

function actionScript(action: PlannedAction): readonly string[] {
  const { id, transaction } = action.migration;
  const body = action.steps.flatMap((step) => [
    ...(step.deferred === null
      ? []
      : [`-- deferred: ${step.title} (needs ${needsText(step.deferred)})`]),
    ...step.statements.map((statement) => `${statement};`),
  ]);
  const title = `-- ${id}${action.kind === "deferred" ? " (deferred steps)" : ""}`;
  return transaction ? [title, "begin;", ...body, "commit;", ""] : [title, ...body, ""];
}

/** Returns the document of `migrate up --json` and `migrate down --json`. */
export function runDocument(result: RunResult, options: { readonly dryRun: boolean }): unknown {
  return {
    ok: true,
    dryRun: options.dryRun,
    server: serverDocument(result.server),
    extension: result.extension,
    actions: result.actions.map(({ migration, kind, durationMs }) => ({
      id: migration,
      kind,
      durationMs,
    })),
    deferred: result.deferred,
  };
}

/** Returns the line for an event, or null if it is not shown by default. */
export function eventLine(event: MigrationEvent): string | null {
  switch (event.kind) {
    case "waiting": {
      const { holder } = event;
      const who = holder === null
        ? "another migrator"
        : `pid ${holder.pid} ("${holder.application}")`;
      return `Waiting for ${who}, which holds the migration lock`;
    }
    case "done":
      return `${verbs[event.direction]} ${event.migration} (${duration(event.durationMs)})`;
    case "deferred": {
      const needs = [...new Set(event.steps.flatMap((step) => step.deferred ?? []))];
      const plural = event.steps.length === 1 ? "step" : "steps";
      return `Deferred ${event.steps.length} ${plural} of ${event.migration} until the server has ${
        [...new Set(needs.map(needsText))].join(" and ")
      }: ${event.steps.map((step) => step.title).join(", ")}`;
    }
    case "retry":
      return `Trying ${event.migration} again: ${messageOf(event.error)}`;
    case "resume":
      return `Resuming ${event.migration}: ${event.text}`;
    case "progress":
      return `${event.migration}: ${event.text}`;
    case "reconnect":
      return `Reconnecting: ${messageOf(event.error)}`;
    case "extension":
      return `Created the extension: ${event.sql}`;
    case "setting":
      return `Set for right answers: ${event.sql}; else ${event.reason}${
        event.instead === null
          ? ""
          : `. Other roles need it too; as the database's owner: ${event.instead};`
      }`;
    case "begin":
    case "statement":
      return null;
  }
}

/** Describes a server: `PostgreSQL 17.11, TimescaleDB 2.19.3 (apache)`. */
export function serverText(server: ServerInfo): string {
  const extension = server.timescaledb === null
    ? "without TimescaleDB"
    : `TimescaleDB ${server.timescaledb} (${server.edition})`;
  return `PostgreSQL ${server.postgres}, ${extension}`;
}

/** Explains why steps are deferred on a server: `the server has TimescaleDB's Apache edition`. */
export function shortfallText(server: ServerInfo): string {
  if (server.edition === "none") return "the server has no TimescaleDB";
  return server.edition === "apache"
    ? "the server has TimescaleDB's Apache edition"
    : "a later step must come first";
}

/** Formats a duration: `41 ms`, `3.2 s`. */
export function duration(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

const verbs = {
  up: "Applied",
  down: "Reverted",
  deferred: "Applied the deferred steps of",
} as const;

function needsText(capability: Capability): string {
  return capability === "hypertable" ? "TimescaleDB" : "TimescaleDB's Community edition";
}

/** Returns the document of a server. */
export function serverDocument(server: ServerInfo): unknown {
  return { postgres: server.postgres, timescaledb: server.timescaledb, edition: server.edition };
}

function wordOf(migration: MigrationStatus): "pass" | "warn" | "fail" | "skip" {
  if (migration.state === "pending") return "skip";
  if (migration.state !== "applied") return "fail";
  return migration.row?.deferred.length ? "warn" : "pass";
}

function describeStatus({ state, row, outOfOrder }: MigrationStatus): string {
  if (row === null) return outOfOrder ? "pending, although a later one is applied" : "pending";
  const when = row.finishedAt?.toISOString().replace("T", " ").slice(0, 19) ?? "";
  const late = row.outOfOrder ? ", out of order" : "";
  const waiting = row.deferred.length === 0
    ? ""
    : `, ${row.deferred.length} deferred until the server has ${
      [...new Set(row.deferred.map((step) => needsText(step.needs)))].join(" and ")
    }`;
  if (state === "applied") return `applied ${when} UTC${late}${waiting}`;
  if (state === "failed") {
    return `${row.state} since ${
      row.startedAt.toISOString().replace("T", " ").slice(0, 19)
    } UTC, ` +
      `${row.done} statements done, continues at ${row.done + 1}${
        row.error === null ? "" : `: ${row.error}`
      }`;
  }
  return state;
}

/** A deferred step without a stand-in has no statements, but is listed too. */
function stepDocuments(action: PlannedAction, step: RenderedStep): readonly unknown[] {
  const { id, transaction } = action.migration;
  const statements: readonly (string | null)[] = step.statements.length > 0
    ? step.statements
    : [null];
  const deferred = step.deferred !== null;
  return statements.map((sql) => ({
    migration: id,
    sql,
    transaction,
    deferred,
    title: step.title,
  }));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
