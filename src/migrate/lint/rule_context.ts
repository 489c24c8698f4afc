import type { Target } from "../author/target.ts";

/** What rules know beside the statements. */
export interface RuleContext {
  /** The server that the migrations are for. */
  readonly target: Target;
  /** The span between two rows of a segment, by {@linkcode relationKey}. */
  readonly rowEvery: ReadonlyMap<string, string>;
  /** The continuous aggregates that some migration refreshes from their oldest row on. */
  readonly refreshedWhole: ReadonlySet<string>;
}
