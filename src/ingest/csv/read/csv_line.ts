/** A line of a file, split into cells. */
export interface CsvLine {
  /** The line number, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** The cells with numbers as numbers, where the file has types. */
  readonly values?: readonly (string | number)[];
}
