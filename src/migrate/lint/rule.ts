import type { Severity } from "./finding.ts";
import type { RuleContext } from "./rule_context.ts";
import type { SchemaState } from "./state/schema_state.ts";
import type { MigrationView, StatementView } from "./view.ts";

/** A rule as documentation shows it. */
export interface LintRuleInfo {
  /** Its code, which never changes: `TS001`. */
  readonly code: string;
  /** Its name: `several-unique-indexes`. */
  readonly name: string;
  /** How bad a finding of it is. */
  readonly severity: Severity;
  /** Why it exists. */
  readonly reason: string;
  /** What to do instead. */
  readonly remedy: string;
}

/** What a rule found. */
export interface Hit {
  /** What is wrong, with the names at hand. */
  readonly reason: string;
  /** What to do, where it differs from the rule's own remedy. */
  readonly remedy?: string;
  /** The statement that it is about, where the rule looked at a migration as a whole. */
  readonly at?: StatementView;
}

/** A rule: pure functions over what was read of the statements. */
export interface LintRule extends LintRuleInfo {
  /** True where it looks at the statements of `down` too. */
  readonly alsoDown?: boolean;
  /** Looks at one statement. */
  readonly statement?: (view: StatementView) => readonly Hit[];
  /**
   * Looks at a schema. What is wrong with it after a migration and was not before is found at the
   * statement that brought it for good, so that a migration may pass through a state it does not keep.
   */
  readonly schema?: (state: SchemaState, context: RuleContext) => readonly Hit[];
  /** Looks at a migration as a whole. */
  readonly migration?: (view: MigrationView) => readonly Hit[];
}
