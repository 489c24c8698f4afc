import { type Hypertable, parseInterval } from "../../timescale/mod.ts";
import type { Migration } from "../author/migration.ts";
import { parseRelation } from "../author/relation.ts";
import { REFERENCE_TARGET, type Target } from "../author/target.ts";
import { applySilences } from "./apply_silences.ts";
import type { Finding } from "./finding.ts";
import { loadSqlParser } from "./parse/sql_parser.ts";
import { overview, readMigration } from "./read_migration.ts";
import type { LintRuleInfo } from "./rule.ts";
import type { RuleContext } from "./rule_context.ts";
import { allRules } from "./rules/mod.ts";
import { runRules } from "./run_rules.ts";
import { silenceRules } from "./silence_rules.ts";
import { relationKey } from "./state/schema_state.ts";
import { seedState } from "./state/seed.ts";

/** What lint knows about the tables besides the migrations. */
export interface LintDefinitions {
  /** Declared hypertables, for tables that other migrations create. */
  readonly hypertables?: readonly Hypertable[];
  /** The interval between two rows of a segment, by table: `{ ohlcv: "1 minute" }`. */
  readonly rowEvery?: Readonly<Record<string, string>>;
}

/** Options of {@linkcode lintMigrations}. */
export interface LintOptions {
  /** The oldest server that the migrations are for; TimescaleDB 2.18.2 Community by default. */
  readonly target?: Target;
  /** What is known about the tables. */
  readonly definitions?: LintDefinitions;
}

/**
 * Finds statements in migrations that would fail, lose data or block other sessions. Needs no
 * server. Findings come in the order of the migrations and their statements, including silenced
 * ones.
 *
 * A comment in or above a statement silences a rule there: `-- strata-lint: ignore PG008 because
 * the table holds ten rows`. `lintIgnore` silences a rule in a whole migration. Comments are part
 * of the checksum, but `lintIgnore` is not, so use it for released migrations.
 *
 * @throws {MigrationError} If a migration's `up` or `down` throws.
 * @throws {TypeError} If an interval of `rowEvery` cannot be parsed.
 *
 * @example
 * ```ts
 * import { defineMigration, lintMigrations } from "@strata/foundation/migrate";
 *
 * const migration = defineMigration("0001_index_readings", {
 *   up: (m) => m.sql("create index ix_readings_sensor on readings (sensor)"),
 *   down: (m) => m.sql("drop index ix_readings_sensor"),
 * });
 * const findings = await lintMigrations([migration]);
 * console.log(findings.map((finding) => `${finding.code} ${finding.reason}`));
 * ```
 */
export async function lintMigrations(
  migrations: readonly Migration[],
  options: LintOptions = {},
): Promise<readonly Finding[]> {
  const { target = REFERENCE_TARGET, definitions = {} } = options;
  const rowEvery = readRowEvery(definitions.rowEvery ?? {});
  const parser = await loadSqlParser();
  const findings: Finding[] = [];
  const { created, refreshedWhole } = overview(migrations, { parser, target });
  const context: RuleContext = { target, rowEvery, refreshedWhole };
  let before = seedState(
    (definitions.hypertables ?? []).filter((declared) => !created.has(relationKey(declared))),
  );
  for (const migration of migrations) {
    const { view, after } = readMigration(migration, { before, parser, context });
    findings.push(...applySilences(view, runRules(allRules, view), codes).toSorted(byPlace));
    before = after;
  }
  return findings;
}

/** All rules, for documentation. */
export const lintRules: readonly LintRuleInfo[] = [...allRules, ...Object.values(silenceRules)]
  .map(({ code, name, severity, reason, remedy }) => ({ code, name, severity, reason, remedy }));

const codes: ReadonlySet<string> = new Set(allRules.map(({ code }) => code));

function readRowEvery(spans: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(spans).map(([table, span]) => {
      parseInterval(span);
      return [relationKey(parseRelation(table)), span];
    }),
  );
}

/** Sorts findings about the whole migration first, then by statement, `up` before `down`. */
function byPlace(a: Finding, b: Finding): number {
  if (a.direction !== b.direction) return a.direction === "up" ? -1 : 1;
  return (a.index ?? -1) - (b.index ?? -1) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}
