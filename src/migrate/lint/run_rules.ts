import type { Finding } from "./finding.ts";
import type { Hit, LintRule, LintRuleInfo } from "./rule.ts";
import type { MigrationView, StatementView } from "./view.ts";

/** A finding and its statement. */
export interface Found {
  /** The finding, not silenced yet. */
  readonly finding: Finding;
  /** The statement, or null for the whole migration. */
  readonly statement: StatementView | null;
}

/** Runs all rules on a migration. */
export function runRules(rules: readonly LintRule[], view: MigrationView): readonly Found[] {
  return rules.flatMap((rule) => [
    ...view.up.flatMap((statement) => statementHits(rule, statement)),
    ...(rule.alsoDown === true
      ? (view.down ?? []).flatMap((statement) => statementHits(rule, statement))
      : []),
    ...schemaHits(rule, view),
    ...(rule.migration?.(view) ?? []).map((hit) =>
      found(rule, hit, { view, statement: hit.at ?? null })
    ),
  ]);
}

/** Turns a hit of a rule into a finding. */
export function found(
  rule: LintRuleInfo,
  hit: Hit,
  at: {
    readonly view: Pick<MigrationView, "migration">;
    readonly statement: StatementView | null;
  },
): Found {
  const { statement } = at;
  return {
    finding: {
      code: rule.code,
      name: rule.name,
      severity: rule.severity,
      migration: at.view.migration.id,
      direction: statement?.direction ?? "up",
      step: statement?.step ?? null,
      index: statement?.index ?? null,
      statement: statement === null ? null : beginning(statement.sql),
      reason: hit.reason,
      remedy: hit.remedy ?? rule.remedy,
      silenced: null,
    },
    statement,
  };
}

function statementHits(rule: LintRule, statement: StatementView): readonly Found[] {
  return (rule.statement?.(statement) ?? []).map((hit) =>
    found(rule, hit, { view: statement, statement })
  );
}

/**
 * Finds problems that the migration leaves in the schema, each at the statement after which it
 * stays.
 */
function schemaHits(rule: LintRule, view: MigrationView): readonly Found[] {
  const { schema } = rule;
  const last = view.up.at(-1);
  if (schema === undefined || last === undefined) return [];
  const known = new Set(schema(view.before, view.context).map((hit) => hit.reason));
  const fresh = schema(last.after, view.context).filter((hit) => !known.has(hit.reason));
  if (fresh.length === 0) return [];
  const reasons = view.up.map((each) =>
    new Set(schema(each.after, view.context).map((hit) => hit.reason))
  );
  return fresh.map((hit) => {
    const healed = reasons.findLastIndex((each) => !each.has(hit.reason));
    return found(rule, hit, { view, statement: view.up[healed + 1] ?? last });
  });
}

/** Returns the beginning of a statement in one line, without comments. */
function beginning(sql: string): string {
  const lines = sql.split("\n").filter((line) => !line.trim().startsWith("--"));
  const text = lines.join(" ").replaceAll(/\s+/g, " ").trim();
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
