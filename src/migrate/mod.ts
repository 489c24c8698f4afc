/**
 * Migrations for PostgreSQL and TimescaleDB: numbered TypeScript modules, each applied in one
 * transaction under a lock and recorded in a ledger. Steps that a server does not support are
 * deferred until it does.
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
import "../base/driver/mod.ts";

export { createMigrator } from "./run/migrator.ts";
export type { Migrator } from "./run/migrator.ts";
export type { RepairMark } from "./run/repair.ts";
export type {
  HookCall,
  MigrationHooks,
  MigratorOptions,
  PlanResult,
  RunAction,
  RunOptions,
  RunResult,
  StatusResult,
} from "./run/migrator_options.ts";
export { defineMigration, migrationNumber } from "./author/migration.ts";
export type { Migration, MigrationDefinition } from "./author/migration.ts";
export type { MigrationBuilder } from "./author/builder.ts";
export type { CompressionOptions } from "./author/steps/compression.ts";
export type { ContinuousAggregateOptions } from "./author/steps/continuous_aggregate.ts";
export type { CreateHypertableOptions } from "./author/steps/hypertable.ts";
export type { AlterAggregateOptions } from "./author/steps/alter_aggregate.ts";
export type { SqlOnAggregatesOptions } from "./author/steps/sql_on_aggregates.ts";
export type { RefreshPolicyOptions } from "./author/steps/policies.ts";
export { openPostgresSession } from "./session/postgres_session.ts";
export type { PostgresSessionOptions } from "./session/postgres_session.ts";
export { pgliteSession } from "./session/pglite_session.ts";
export type { PgliteLike } from "./session/pglite_session.ts";
export type { MigrationSession, OpenSession } from "./session/session.ts";
export type { MigrationEvent } from "./run/run.ts";
export type { MigrationState, MigrationStatus } from "./plan/compare.ts";
export type { DeferredStep, LedgerRow, LedgerState } from "./ledger/ledger.ts";
export type { LockHolder } from "./run/lock.ts";
export { planUp } from "./plan/plan.ts";
export type { PlannedAction } from "./plan/plan.ts";
export { migrationChecksum } from "./plan/checksum.ts";
export { renderMigration } from "./plan/render.ts";
export type { Direction, RenderedStep } from "./plan/render.ts";
export { formatTarget, hasCapability, parseTarget, targetOf } from "./author/target.ts";
export type { Capability, Target } from "./author/target.ts";
export type { Requirement } from "./run/extension.ts";
export { splitStatements } from "./text/split_statements.ts";
export type { CompressChunksOptions } from "./author/steps/compress_chunks.ts";
export { checkDrift } from "./catalog/check_drift.ts";
export type { DriftOptions, DriftResult } from "./catalog/check_drift.ts";
export { converge } from "./catalog/converge.ts";
export type { ConvergeOptions, ConvergeResult } from "./catalog/converge.ts";
export type { ConvergeAction, ConvergeRefusal } from "./catalog/converge_plan.ts";
export { definitionStatements } from "./catalog/definition_statements.ts";
export { openPgliteReference } from "./catalog/reference.ts";
export type {
  ApplyOptions,
  OpenReference,
  Reference,
  ReferenceEvent,
  ReferenceOptions,
} from "./catalog/reference.ts";
export type { CommentDefinition, Definitions, FunctionDefinition } from "./catalog/definitions.ts";
export { grants, owner } from "./catalog/grants.ts";
export type { Grantable, GrantDefinition, OwnerDefinition, Privilege } from "./catalog/grants.ts";
export type { Difference, DifferenceLayer } from "./catalog/difference.ts";
export type { DriftNote } from "./catalog/drift_note.ts";
export { generateMigration } from "./generate/generate_migration.ts";
export type {
  GeneratedMigration,
  GeneratedModule,
  GenerateOptions,
} from "./generate/generate_migration.ts";
export { addToManifest } from "./generate/manifest.ts";
export { lintMigrations, lintRules } from "./lint/mod.ts";
export type { Finding, LintDefinitions, LintOptions, LintRuleInfo, Severity } from "./lint/mod.ts";
export { runMigrateTask } from "./command/mod.ts";
export type { MigrateProject } from "./command/mod.ts";
export { eventLine, shortfallText } from "./command/report.ts";
