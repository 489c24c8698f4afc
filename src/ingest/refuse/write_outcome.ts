import type { RowConflict } from "./conflict_error.ts";
import type { RowProblem } from "./rows_error.ts";

/** What writing a source did; its four counts together are its rows. */
export interface WriteOutcome {
  readonly inserted: number;
  readonly unchanged: number;
  readonly conflicting: number;
  readonly refused: number;
  readonly conflicts: readonly RowConflict[];
  readonly problems: readonly RowProblem[];
}
