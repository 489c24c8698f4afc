/**
 * `error`: fails, or loses or corrupts data. `warning`: locks, is slow, or has surprising effects
 * later.
 */
export type Severity = "error" | "warning";

/** A problem that a rule found in a migration. */
export interface Finding {
  /** The rule's code: `TS001`. */
  readonly code: string;
  /** The rule's name: `several-unique-indexes`. */
  readonly name: string;
  /** The severity. */
  readonly severity: Severity;
  /** The migration's id. */
  readonly migration: string;
  /** The direction of the statement. */
  readonly direction: "up" | "down";
  /**
   * The place of the step in the migration, from 0; null if the finding is about the whole
   * migration.
   */
  readonly step: number | null;
  /**
   * The place of the statement in the migration, from 0; null if the finding is about the whole
   * migration.
   */
  readonly index: number | null;
  /**
   * The beginning of the statement in one line; null if the finding is about the whole migration.
   */
  readonly statement: string | null;
  /** What is wrong. */
  readonly reason: string;
  /** What to do instead. */
  readonly remedy: string;
  /** The reason given for silencing it; null if it is not silenced. */
  readonly silenced: string | null;
}
