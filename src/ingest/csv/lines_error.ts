import { StrataError, type StrataErrorOptions } from "../../base/errors.ts";

/** Why a line of a file was refused. */
export interface LineProblem {
  /** The line number, from 1; the last line if a record has several. */
  readonly line: number;
  /** The column of the table; undefined if the whole line is wrong. */
  readonly field: string | undefined;
  /** What is wrong and what is expected. */
  readonly reason: string;
}

/** Some lines of a file were refused; none is stored, or with `commitEach` only earlier batches. */
export class LinesError extends StrataError {
  override readonly name = "LinesError";
  /** The file. */
  readonly file: string;
  /** The first problems. */
  readonly problems: readonly LineProblem[];
  /** How many rows were refused. */
  readonly refused: number;

  /** Creates the error for the given problems. */
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
        'correct the lines, or leave them out with badRows: "collect" (--bad-rows=collect)',
      options,
    );
    this.file = file;
    this.problems = problems;
    this.refused = options.refused;
  }
}
