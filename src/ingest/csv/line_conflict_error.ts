import { StrataError, type StrataErrorOptions } from "../../base/errors.ts";
import type { RowConflict } from "../refuse/conflict_error.ts";

/** A line whose key is already stored with other values. */
export interface LineConflict extends Omit<RowConflict, "row"> {
  /** The line number, from 1. */
  readonly line: number;
}

/** Some lines are stored with other values, and `onConflict` is `error`. */
export class LineConflictError extends StrataError {
  override readonly name = "LineConflictError";
  /** The file. */
  readonly file: string;
  /** The first conflicts. */
  readonly conflicts: readonly LineConflict[];

  /** Creates the error for the given conflicts. */
  constructor(
    file: string,
    conflicts: readonly LineConflict[],
    options: StrataErrorOptions & { readonly stored: string },
  ) {
    super(
      `Cannot load "${file}": line ${conflicts[0]?.line} is stored with other values, or an ` +
        `earlier line has the same key, ${options.stored}: keep the first values with ` +
        'onConflict: "keep" (--on-conflict=keep), or overwrite them with "replace"',
      options,
    );
    this.file = file;
    this.conflicts = conflicts;
  }
}
