/** A line of a file, taken apart. */
export interface CsvLine {
  /** From 1. */
  readonly line: number;
  readonly cells: readonly string[];
}
