import { checkMigrations } from "../author/registry.ts";
import { adoptBaseline } from "./adopt.ts";
import { runDown, runUp } from "./execute.ts";
import {
  type MigratorOptions,
  migratorSettings,
  type PlanResult,
  type RunOptions,
  type RunResult,
  type StatusResult,
} from "./migrator_options.ts";
import { readPlan, readStatus } from "./read.ts";
import { type RepairMark, repairMigration } from "./repair.ts";

/** Applies, reverts and reports migrations. Each call opens and closes its own connections. */
export interface Migrator {
  /** Applies pending migrations. */
  up(options?: RunOptions): Promise<RunResult>;
  /** Reverts the migrations applied last. */
  down(options?: RunOptions): Promise<RunResult>;
  /** Compares the ledger with the migrations. Changes nothing. */
  status(): Promise<StatusResult>;
  /** Returns what `up` would do. Changes nothing. */
  plan(options?: Pick<RunOptions, "to" | "allowOutOfOrder">): Promise<PlanResult>;
  /**
   * Adopts an existing database: records the migrations up to a number as applied without running
   * them.
   */
  baseline(to: number): Promise<readonly string[]>;
  /**
   * Resolves a failed, edited or missing migration: marks it as applied or reverted, or sets the
   * statement, counted from 1, at which the next run continues.
   */
  repair(id: string, mark: RepairMark): Promise<void>;
}

/**
 * Creates a migrator for a list of migrations.
 *
 * @throws {MigrationError} If the migrations are not numbered from 1 without gaps.
 *
 * @example
 * ```ts
 * import { createMigrator, defineMigration, openPostgresSession } from "@strata/foundation/migrate";
 *
 * const migrations = [
 *   defineMigration("0001_create_readings", {
 *     up: (m) => m.sql("create table readings (at timestamptz primary key, value real)"),
 *     down: (m) => m.sql("drop table readings"),
 *   }),
 * ];
 *
 * export async function migrate(url: string): Promise<void> {
 *   const migrator = createMigrator({ open: () => openPostgresSession(url), migrations });
 *   const { actions } = await migrator.up();
 *   for (const { migration, durationMs } of actions) console.log(migration, durationMs);
 * }
 * ```
 */
export function createMigrator(options: MigratorOptions): Migrator {
  checkMigrations(options.migrations);
  const settings = migratorSettings(options);
  return {
    up: (run = {}) => runUp(settings, run),
    down: (run = {}) => runDown(settings, run),
    status: () => readStatus(settings),
    plan: (run = {}) => readPlan(settings, run),
    baseline: (to) => adoptBaseline(settings, to),
    repair: (id, mark) => repairMigration(settings, { id, mark }),
  };
}
