/** Flags that stood in cells of numbers, and were left out: no column holds them. */
export interface FlagCount {
  /** Flags behind a value. */
  behind: number;
  /** Flags without a value, whose cells hold nothing. */
  alone: number;
  /** Each flag as it stands there. */
  readonly seen: Set<string>;
}

/** Begins to count flags. */
export function flagCount(): FlagCount {
  return { behind: 0, alone: 0, seen: new Set() };
}

/** A cell that has a flag. */
export interface FlaggedCell {
  /** What is before the flag; empty where it stands alone. */
  readonly value: string;
  readonly flag: string;
}

/**
 * Takes a flag off a cell: letters, stars or daggers behind a number, `12.3 p`, `12.3(e)`, `12.3*`, or
 * alone, `c` and Eurostat's `: c`. Undefined where there is none.
 */
export function flaggedCell(text: string): FlaggedCell | undefined {
  const [, value = "", bare, round] = pattern.exec(text) ?? [];
  const flag = bare ?? round;
  if (flag === undefined) return undefined;
  return { value: value === ":" ? "" : value, flag };
}

const pattern = /^(:|.*[\d.,])?\s*(?:([A-Za-z]{1,5}|[*†‡]+)|\(([A-Za-z]{1,5})\))$/;
