import { MigrationError } from "../../../base/errors.ts";
import { serverReason } from "../../../base/sql/mod.ts";
import { searchPathSql } from "../../../timescale/extension_schema.ts";
import type { Migration } from "../../author/migration.ts";
import type { Target } from "../../author/target.ts";
import { migrationSteps, renderMigration } from "../../plan/render.ts";
import { sqlState } from "../../session/session.ts";
import {
  readSessionState,
  restoreSessionState,
  type SessionState,
} from "../../session/session_state.ts";
import type { Reference } from "./reference.ts";

/** The context of running statements in a reference. */
export interface ReferenceRun {
  /** The reference. */
  readonly reference: Reference;
  /** The kind of server. */
  readonly target: Target;
  /** The state of its session at the start, which is restored for each migration. */
  readonly state: SessionState;
  /** Aborts the run between two statements. */
  readonly signal: AbortSignal | undefined;
}

/** Prepares a session to run migrations. */
export async function startRun(
  from: Omit<ReferenceRun, "state">,
): Promise<ReferenceRun> {
  await from.reference.query(searchPathSql({ isLocal: false }));
  return { ...from, state: await readSessionState(from.reference) };
}

/** Runs the statements of a migration, and the stand-ins of the steps in `skip`. */
export async function runMigration(
  run: ReferenceRun,
  migration: Migration,
  skip: ReadonlySet<number> = new Set(),
): Promise<void> {
  const { reference, state } = run;
  const { transaction } = migration;
  const statements = statementsOf(migration, run.target, skip);
  if (transaction) await reference.query("begin");
  for (const statement of statements) {
    run.signal?.throwIfAborted();
    try {
      await applyStatement(reference, statement, transaction);
    } catch (error) {
      if (transaction) await reference.query("rollback").catch(() => {});
      const [line] = statement.split("\n");
      throw new MigrationError(
        `Cannot run "${migration.id}" in the reference database: ${
          serverReason(error)
        }, in "${line}"; use a builder step for ` +
          "what only some servers support, or give a reference that supports it",
        { migration: migration.id, statement, code: sqlState(error), cause: error },
      );
    }
  }
  if (transaction) await reference.query("commit");
  await restoreSessionState(reference, state);
}

/** Runs the statements that create definitions. */
export async function runDefinitions(
  run: ReferenceRun,
  statements: readonly string[],
): Promise<void> {
  for (const statement of statements) {
    run.signal?.throwIfAborted();
    try {
      await applyStatement(run.reference, statement, false);
    } catch (error) {
      const [line] = statement.split("\n");
      throw new MigrationError(
        `Cannot create the definitions in the reference database: ${
          serverReason(error)
        }, in "${line}"; correct the ` +
          "definition, or give a reference that has what it needs",
        { statement, code: sqlState(error), cause: error },
      );
    }
  }
}

/** Runs a statement of a migration with the reference's `apply`, if it has one. */
export async function applyStatement(
  reference: Reference,
  statement: string,
  transaction: boolean,
): Promise<void> {
  if (reference.apply === undefined) await reference.query(statement);
  else await reference.apply(statement, { transaction });
}

function statementsOf(
  migration: Migration,
  target: Target,
  skip: ReadonlySet<number>,
): readonly string[] {
  const steps = renderMigration(migration, "up", target);
  if (skip.size === 0) return steps.flatMap(({ statements }) => statements);
  const source = migrationSteps(migration, "up");
  return steps.flatMap(({ index, statements }) =>
    skip.has(index) ? source[index]?.meanwhile?.({ target, late: false }) ?? [] : statements
  );
}
