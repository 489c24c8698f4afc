/**
 * Rules for the statements of migrations, for PostgreSQL and TimescaleDB, each with a code, a
 * reason and a remedy. PostgreSQL's own parser reads the statements; no server is needed.
 * Called by `migrate lint`.
 * Never changes a migration, and never connects.
 *
 * @module
 */
export type { Finding, Severity } from "./finding.ts";
export { lintMigrations, lintRules } from "./lint_migrations.ts";
export type { LintDefinitions, LintOptions } from "./lint_migrations.ts";
export type { LintRuleInfo } from "./rule.ts";
