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

/** Applies, reverts and reports migrations. Each call opens its own connections and closes them. */
export interface Migrator {
  /** Applies what is pending. */
  up(options?: RunOptions): Promise<RunResult>;
  /** Reverts what was applied last. */
  down(options?: RunOptions): Promise<RunResult>;
  /** Compares the ledger with the migrations; changes nothing. */
  status(): Promise<StatusResult>;
  /** Says what `up` would do; changes nothing. */
  plan(options?: Pick<RunOptions, "to" | "allowOutOfOrder">): Promise<PlanResult>;
  /** Adopts an existing database: records migrations up to a number as applied, running none. */
  baseline(to: number): Promise<readonly string[]>;
  /**
   * Resolves a failed, edited or missing migration by saying what became of it: it counts as applied or
   * reverted, or goes on at a statement, from 1.
   */
  repair(id: string, mark: RepairMark): Promise<void>;
}

/**
 * Creates a migrator over a list of migrations.
 *
 * @throws {MigrationError} Where the migrations are not numbered from 1 without gaps.
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
