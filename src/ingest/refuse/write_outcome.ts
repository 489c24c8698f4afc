import type { RowConflict } from "./conflict_error.ts";
import type { RowProblem } from "./rows_error.ts";

/** The result of writing a source; its four counts add up to its rows. */
export interface WriteOutcome {
  readonly inserted: number;
  readonly unchanged: number;
  readonly conflicting: number;
  readonly refused: number;
  readonly conflicts: readonly RowConflict[];
  readonly problems: readonly RowProblem[];
}
