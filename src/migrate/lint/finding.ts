/** `error`: it fails, or loses or falsifies data. `warning`: it locks, is slow, or surprises later. */
export type Severity = "error" | "warning";

/** Something that a rule has to say about a migration. */
export interface Finding {
  /** The rule's code: `TS001`. */
  readonly code: string;
  /** The rule's name: `several-unique-indexes`. */
  readonly name: string;
  /** How bad it is. */
  readonly severity: Severity;
  /** The migration's id. */
  readonly migration: string;
  /** The way that the statement belongs to. */
  readonly direction: "up" | "down";
  /** The step's place in the migration, from 0, or null where the migration as a whole is meant. */
  readonly step: number | null;
  /** The statement's place in the migration, from 0, or null where the migration as a whole is meant. */
  readonly index: number | null;
  /** The statement's beginning in one line, or null where the migration as a whole is meant. */
  readonly statement: string | null;
  /** What is wrong here. */
  readonly reason: string;
  /** What to do instead. */
  readonly remedy: string;
  /** The reason with which it was silenced, or null where it was not. */
  readonly silenced: string | null;
}
