/** Flags that were dropped from cells of numbers, as no column holds them. */
export interface FlagCount {
  /** How many followed a value. */
  behind: number;
  /** How many stood alone, in cells without a value. */
  alone: number;
  /** The distinct flags. */
  readonly seen: Set<string>;
}

/** Creates a count of no flags. */
export function flagCount(): FlagCount {
  return { behind: 0, alone: 0, seen: new Set() };
}

/** A cell with a flag. */
export interface FlaggedCell {
  /** The text before the flag; empty if there is none. */
  readonly value: string;
  readonly flag: string;
}

/**
 * Splits the flag from a cell: letters, stars or daggers after a number (`12.3 p`, `12.3(e)`,
 * `12.3*`), or alone (`c`, and Eurostat's `: c`). Returns undefined if there is none.
 */
export function flaggedCell(text: string): FlaggedCell | undefined {
  const [, value = "", bare, round] = pattern.exec(text) ?? [];
  const flag = bare ?? round;
  if (flag === undefined) return undefined;
  return { value: value === ":" ? "" : value, flag };
}

const pattern = /^(:|.*[\d.,])?\s*(?:([A-Za-z]{1,5}|[*†‡]+)|\(([A-Za-z]{1,5})\))$/;
