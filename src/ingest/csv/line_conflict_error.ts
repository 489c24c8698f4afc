import { StrataError, type StrataErrorOptions } from "../../base/errors.ts";
import type { RowConflict } from "../refuse/conflict_error.ts";

/** A line whose key is stored with other values. */
export interface LineConflict extends Omit<RowConflict, "row"> {
  /** The line, from 1. */
  readonly line: number;
}

/** Lines of a file are stored with other values, and the load was told to stop at that. */
export class LineConflictError extends StrataError {
  override readonly name = "LineConflictError";
  /** The file. */
  readonly file: string;
  /** The first of the conflicts. */
  readonly conflicts: readonly LineConflict[];

  /** Creates the error for the conflicts found. */
  constructor(
    file: string,
    conflicts: readonly LineConflict[],
    options: StrataErrorOptions & { readonly stored: string },
  ) {
    super(
      `Cannot load "${file}": line ${conflicts[0]?.line} is stored with other values, or a line ` +
        `before has its key, ${options.stored}: keep what was there first with ` +
        'onConflict: "keep" (--on-conflict=keep), or overwrite it with "replace"',
      options,
    );
    this.file = file;
    this.conflicts = conflicts;
  }
}
