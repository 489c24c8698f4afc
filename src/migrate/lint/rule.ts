import type { Severity } from "./finding.ts";
import type { RuleContext } from "./rule_context.ts";
import type { SchemaState } from "./state/schema_state.ts";
import type { MigrationView, StatementView } from "./view.ts";

/** A rule, as documentation shows it. */
export interface LintRuleInfo {
  /** The code, which never changes: `TS001`. */
  readonly code: string;
  /** The name: `several-unique-indexes`. */
  readonly name: string;
  /** The severity of its findings. */
  readonly severity: Severity;
  /** Why the rule exists. */
  readonly reason: string;
  /** What to do instead. */
  readonly remedy: string;
}

/** A problem that a rule found. */
export interface Hit {
  /** What is wrong, with the names concerned. */
  readonly reason: string;
  /** What to do, if it differs from the rule's remedy. */
  readonly remedy?: string;
  /** The statement, if a rule for whole migrations knows it. */
  readonly at?: StatementView;
}

/** A rule: pure functions that check parsed statements. */
export interface LintRule extends LintRuleInfo {
  /** True if it also checks the statements of `down`. */
  readonly alsoDown?: boolean;
  /** Checks one statement. */
  readonly statement?: (view: StatementView) => readonly Hit[];
  /**
   * Checks the schema after a migration. A problem that was not there before is reported at the
   * statement after which it stays. Problems that the migration itself removes again are not
   * reported.
   */
  readonly schema?: (state: SchemaState, context: RuleContext) => readonly Hit[];
  /** Checks a migration as a whole. */
  readonly migration?: (view: MigrationView) => readonly Hit[];
}
