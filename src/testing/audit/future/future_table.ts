/** A table with the condition on its rows that are not known yet. */
export interface FutureTable {
  /** Its name as SQL. */
  readonly name: string;
  /** Its name as a person gave it. */
  readonly label: string;
  /** The condition on rows that are not known yet. */
  readonly isFuture: string;
  /** The columns to alter by adding. */
  readonly figures: readonly string[];
  /** The columns to alter by a factor. */
  readonly amounts: readonly string[];
  /** Whether the clock is this package's own, so that rows can be added. */
  readonly isOwn: boolean;
}
