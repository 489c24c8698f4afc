import { MigrationError } from "../../base/errors.ts";
import { collectSteps } from "../author/builder.ts";
import type { Migration } from "../author/migration.ts";
import type { Step } from "../author/step.ts";
import { type Capability, hasCapability, type Target } from "../author/target.ts";
import { forbiddenStatement, transactionObstacle } from "./transaction_rules.ts";

/** The direction in which a migration runs. */
export type Direction = "up" | "down";

/** A step with its statements for a target. */
export interface RenderedStep {
  /** Its index in the migration, from 0. */
  readonly index: number;
  /** What it does, for people. */
  readonly title: string;
  /** The capability that the target lacks; null if the step itself runs. */
  readonly deferred: Capability | null;
  /** The statements to run now. */
  readonly statements: readonly string[];
}

/**
 * Renders the steps of a migration for a target. A step whose capability the target lacks is marked
 * as deferred and has only the statements of its stand-in.
 *
 * @throws {MigrationError} If its function throws, it has no `down`, or a statement is not allowed
 * in it.
 */
export function renderMigration(
  migration: Migration,
  direction: Direction,
  target: Target,
): readonly RenderedStep[] {
  const rendered = migrationSteps(migration, direction).map((step, index) =>
    renderStep(step, index, target)
  );
  for (const statement of rendered.flatMap((step) => step.statements)) {
    checkStatement(migration, statement, target);
  }
  return rendered;
}

/** Renders a step that an earlier run deferred, for a server that now has the capability. */
export function renderDeferred(migration: Migration, index: number, target: Target): RenderedStep {
  const step = migrationSteps(migration, "up")[index];
  if (step === undefined) {
    throw new MigrationError(
      `Cannot apply the deferred step ${index + 1} of "${migration.id}": it has no such step`,
      { migration: migration.id },
    );
  }
  return {
    index,
    title: step.title,
    deferred: null,
    statements: step.render({ target, late: true }),
  };
}

/** Returns the statements that remove the stand-ins of deferred steps, newest first. */
export function retireStatements(migration: Migration, indexes: readonly number[]): string[] {
  const steps = migrationSteps(migration, "up");
  return indexes.toReversed().flatMap((index) => steps[index]?.retire ?? []);
}

/** Returns the steps of a migration in one direction. */
export function migrationSteps(migration: Migration, direction: Direction): readonly Step[] {
  const build = migration[direction];
  if (build === null) {
    throw new MigrationError(
      `Cannot revert "${migration.id}": it has no down; write one, or restore a backup`,
      { migration: migration.id },
    );
  }
  try {
    return collectSteps(build);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`Cannot plan "${migration.id}": its ${direction} failed: ${reason}`, {
      migration: migration.id,
      cause: error,
    });
  }
}

function renderStep(step: Step, index: number, target: Target): RenderedStep {
  const context = { target, late: false };
  const able = hasCapability(target, step.needs);
  return {
    index,
    title: step.title,
    deferred: able ? null : step.needs,
    statements: able ? step.render(context) : step.meanwhile?.(context) ?? [],
  };
}

function checkStatement(migration: Migration, statement: string, target: Target): void {
  if (statement.includes("\0")) {
    throw new MigrationError(
      `Cannot plan "${migration.id}": one of its statements holds a NUL character, which ` +
        "PostgreSQL does not take; remove it",
      { migration: migration.id },
    );
  }
  const forbidden = forbiddenStatement(statement);
  if (forbidden !== null) {
    throw new MigrationError(`Cannot plan "${migration.id}": ${forbidden}`, {
      migration: migration.id,
    });
  }
  if (!migration.transaction) return;
  const obstacle = transactionObstacle(statement, target);
  if (obstacle === null) return;
  throw new MigrationError(
    `Cannot plan "${migration.id}": one of its statements cannot run in a transaction (${obstacle}); ` +
      "move it to a migration of its own with { transaction: false }",
    { migration: migration.id },
  );
}
