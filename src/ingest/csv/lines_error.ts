import { StrataError, type StrataErrorOptions } from "../../base/errors.ts";

/** Why a line of a file was refused. */
export interface LineProblem {
  /** The line, from 1; of a record of several lines, the last. */
  readonly line: number;
  /** The column of the table; undefined where the whole line is wrong. */
  readonly field: string | undefined;
  /** What is wrong and what is wanted. */
  readonly reason: string;
}

/** Lines of a file were refused, and nothing of it is stored. */
export class LinesError extends StrataError {
  override readonly name = "LinesError";
  /** The file. */
  readonly file: string;
  /** The first of the problems. */
  readonly problems: readonly LineProblem[];
  /** How many rows were refused. */
  readonly refused: number;

  /** Creates the error for the lines refused. */
  constructor(
    file: string,
    problems: readonly LineProblem[],
    options: StrataErrorOptions & {
      readonly refused: number;
      readonly stored: string;
      readonly remedies?: readonly string[];
    },
  ) {
    const [first] = problems;
    const others = options.refused - 1;
    const more = others > 0 ? ` and ${others} more ${others === 1 ? "row" : "rows"}` : "";
    super(
      `Cannot load "${file}": line ${first?.line}${more} refused (${first?.reason}), ` +
        `${options.stored}: ${options.remedies?.map((remedy) => `${remedy}; `).join("") ?? ""}` +
        'mend the lines, or leave them out with badRows: "collect" (--bad-rows=collect)',
      options,
    );
    this.file = file;
    this.problems = problems;
    this.refused = options.refused;
  }
}
