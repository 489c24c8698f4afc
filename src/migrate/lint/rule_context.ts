import type { Target } from "../author/target.ts";

/** What rules know besides the statements. */
export interface RuleContext {
  /** The server that the migrations are for. */
  readonly target: Target;
  /** The interval between two rows of a segment, by {@linkcode relationKey}. */
  readonly rowEvery: ReadonlyMap<string, string>;
  /** The continuous aggregates that a migration refreshes from the oldest row on. */
  readonly refreshedWhole: ReadonlySet<string>;
}
