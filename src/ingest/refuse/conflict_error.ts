import { StrataError } from "../../base/errors.ts";

/** A row whose key is stored with other values. */
export interface RowConflict {
  /** The row's place among those given, from 1. */
  readonly row: number;
  /** The natural key. */
  readonly key: Readonly<Record<string, unknown>>;
  /** The fields that differ, as they are stored. */
  readonly stored: Readonly<Record<string, unknown>>;
  /** The same fields, as they were given. */
  readonly given: Readonly<Record<string, unknown>>;
}

/** Rows are stored with other values, and the load was told to stop at that: nothing of it is stored. */
export class ConflictError extends StrataError {
  override readonly name = "ConflictError";
  /** The table. */
  readonly table: string;
  /** The first of the conflicts. */
  readonly conflicts: readonly RowConflict[];

  /** Creates the error for the conflicts found. */
  constructor(table: string, conflicts: readonly RowConflict[], conflicting: number) {
    const row = conflicts[0]?.row;
    const others = conflicting > 1 ? `, and so are ${conflicting - 1} more of its batch` : "";
    super(
      `Cannot write into "${table}": row ${row} is stored with other values${others}; nothing is ` +
        'stored: keep what is there with onConflict: "keep" or overwrite it with "replace"',
    );
    this.table = table;
    this.conflicts = conflicts;
  }
}
