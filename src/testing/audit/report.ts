/** What an audit found. */
export interface LookAheadReport {
  /** Whether every run gave the same answer. */
  readonly ok: boolean;
  /** How many statements the model ran. */
  readonly reads: number;
  /** What differed first; null if nothing did. */
  readonly finding: LookAheadFinding | null;
  /** The report for people. */
  readonly text: string;
}

/** Two runs of a model with different answers. */
export interface LookAheadFinding {
  /**
   * Why: `look-ahead` where the answer depends on what was not known; `not deterministic` where two
   * runs on the same rows differ already; `row order` where it depends on where rows lie.
   */
  readonly cause: "look-ahead" | "not deterministic" | "row order";
  /** What was done to the rows of the future in the second run. */
  readonly future: "same" | "rewritten" | "dropped" | "raised" | "lowered";
  /** Where the answers differ first: `answer.rows[3].value`. */
  readonly where: string;
  /** The answer there on the data as they are. */
  readonly before: unknown;
  /** The answer there in the second run. */
  readonly after: unknown;
  /** The first read that differed; null if none did. */
  readonly read: DifferingRead | null;
}

/** A statement that gave another result in the second run. */
export interface DifferingRead {
  /** Which of the model's statements it is, from 1. */
  readonly number: number;
  /** Its text. */
  readonly statement: string;
  /** Its parameters. */
  readonly parameters: readonly unknown[];
  /** The first row that differs, from 1; null if it is not about rows. */
  readonly row: number | null;
  /** The first column that differs in it; null if the whole row does. */
  readonly column: string | null;
  /** What was there on the data as they are; undefined for a row that was not there. */
  readonly before: unknown;
  /** What was there in the second run. */
  readonly after: unknown;
}
