import { StrataError } from "../../base/errors.ts";

/** A row whose key is stored with other values. */
export interface RowConflict {
  /** The number of the row among those given, from 1. */
  readonly row: number;
  /** The natural key. */
  readonly key: Readonly<Record<string, unknown>>;
  /** The fields that differ, as stored. */
  readonly stored: Readonly<Record<string, unknown>>;
  /** The same fields, as given. */
  readonly given: Readonly<Record<string, unknown>>;
}

/**
 * Thrown if rows are stored with other values and `onConflict` is `error`: nothing of the load is
 * stored.
 */
export class ConflictError extends StrataError {
  override readonly name = "ConflictError";
  /** The table. */
  readonly table: string;
  /** The first conflicts. */
  readonly conflicts: readonly RowConflict[];

  /** Creates the error for conflicts. */
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
