/**
 * Migrations for PostgreSQL and TimescaleDB: numbered TypeScript modules, one transaction each, under
 * a lock, with a ledger; steps that a server cannot take are deferred until it can.
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
 *   const { actions } = await createMigrator({ open: () => openPostgresSession(url), migrations }).up();
 *   console.log(`${actions.length} applied`);
 * }
 * ```
 *
 * @module
 */
import "../driver/mod.ts";

export { createMigrator } from "./migrator.ts";
export type {
  HookCall,
  MigrationHooks,
  Migrator,
  MigratorOptions,
  PlanResult,
  RunAction,
  RunOptions,
  RunResult,
  StatusResult,
} from "./migrator.ts";
export { defineMigration, migrationNumber } from "./migration.ts";
export type { Migration, MigrationDefinition } from "./migration.ts";
export type { MigrationBuilder } from "./builder.ts";
export type { CompressionOptions } from "./steps/compression.ts";
export type { ContinuousAggregateOptions } from "./steps/continuous_aggregate.ts";
export type { CreateHypertableOptions } from "./steps/hypertable.ts";
export type { RefreshPolicyOptions } from "./steps/policies.ts";
export { openPostgresSession } from "./postgres_session.ts";
export type { PostgresSessionOptions } from "./postgres_session.ts";
export { pgliteSession } from "./pglite_session.ts";
export type { PgliteLike } from "./pglite_session.ts";
export type { MigrationSession, OpenSession } from "./session.ts";
export type { MigrationEvent } from "./run.ts";
export type { MigrationState, MigrationStatus } from "./compare.ts";
export type { DeferredStep, LedgerRow, LedgerState } from "./ledger.ts";
export type { LockHolder } from "./lock.ts";
export { planUp } from "./plan.ts";
export type { PlannedAction } from "./plan.ts";
export { migrationChecksum, renderMigration } from "./render.ts";
export type { Direction, RenderedStep } from "./render.ts";
export { formatTarget, hasCapability, parseTarget, targetOf } from "./target.ts";
export type { Capability, Target } from "./target.ts";
export type { Requirement } from "./extension.ts";
export { splitStatements } from "./split_statements.ts";
export type { CompressChunksOptions } from "./steps/compress_chunks.ts";
export { checkDrift } from "./catalog/check_drift.ts";
export type { DriftOptions, DriftResult } from "./catalog/check_drift.ts";
export { converge } from "./catalog/converge.ts";
export type { ConvergeOptions, ConvergeResult } from "./catalog/converge.ts";
export type { ConvergeAction, ConvergeRefusal } from "./catalog/converge_plan.ts";
export { definitionStatements } from "./catalog/definition_statements.ts";
export { openPgliteReference } from "./catalog/reference.ts";
export type { OpenReference, Reference } from "./catalog/reference.ts";
export type { CommentDefinition, Definitions } from "./catalog/definitions.ts";
export type { Difference, DifferenceLayer } from "./catalog/difference.ts";
export { generateMigration } from "./generate/generate_migration.ts";
export type { GeneratedMigration, GenerateOptions } from "./generate/generate_migration.ts";
export { addToManifest } from "./generate/manifest.ts";
export { lintMigrations, lintRules } from "./lint/mod.ts";
export type { Finding, LintDefinitions, LintOptions, LintRuleInfo, Severity } from "./lint/mod.ts";
export { runMigrateTask } from "./command/mod.ts";
export type { MigrateProject } from "./command/mod.ts";
export { eventLine, shortfallText } from "./command/report.ts";
