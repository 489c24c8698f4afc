import { StrataError, type StrataErrorOptions } from "../../base/errors.ts";

/** Why a row was refused. */
export interface RowProblem {
  /** The number of the row among those given, from 1. */
  readonly row: number;
  /** The field, by its TypeScript key; undefined if the whole row is wrong. */
  readonly field: string | undefined;
  /** What is wrong and what is expected. */
  readonly reason: string;
}

/** Thrown if rows were refused; nothing of their load is stored, unless it commits each batch. */
export class RowsError extends StrataError {
  override readonly name = "RowsError";
  /** The table. */
  readonly table: string;
  /** The first problems. */
  readonly problems: readonly RowProblem[];
  /** How many rows were refused before the load stopped. */
  readonly refused: number;
  /** What is stored of the load: nothing, unless it commits each batch. */
  readonly stored: string;

  /** Creates the error for refused rows. */
  constructor(
    table: string,
    problems: readonly RowProblem[],
    options: StrataErrorOptions & { readonly refused: number; readonly stored?: string },
  ) {
    const [first] = problems;
    const more = options.refused > 1 ? ` and ${options.refused - 1} more rows` : "";
    const stored = options.stored ?? "nothing is stored";
    super(
      `Cannot write into "${table}": row ${first?.row}${more} refused (${first?.reason}), ` +
        `${stored}: correct the rows, or leave them out with badRows: "collect"`,
      options,
    );
    this.table = table;
    this.problems = problems;
    this.refused = options.refused;
    this.stored = stored;
  }
}
