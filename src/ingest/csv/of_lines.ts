import { sqlState } from "../../database/mod.ts";
import { ConflictError, type RowConflict } from "../refuse/conflict_error.ts";
import { type RowProblem, RowsError } from "../refuse/rows_error.ts";
import { type LineConflict, LineConflictError } from "./line_conflict_error.ts";
import { type LineProblem, LinesError } from "./lines_error.ts";
import { lineOf } from "./map/row_mapper.ts";

/** Says of lines what an error says of rows. */
export function ofLines(
  error: unknown,
  { file, remedies, commitEach }: {
    readonly file: string;
    readonly remedies: Iterable<string>;
    readonly commitEach: boolean;
  },
): unknown {
  if (error instanceof ConflictError) {
    return new LineConflictError(file, error.conflicts.map(lineConflict), {
      stored: commitEach ? "the batches before are stored" : "nothing is stored",
    });
  }
  if (!(error instanceof RowsError)) return error;
  const { refused, stored } = error;
  // What the server said, without the statement: that is none of the caller's.
  const cause = serverError(error.cause);
  return new LinesError(file, error.problems.map(lineProblem), {
    ...{ refused, stored, cause },
    remedies: [...remedies, ...wholeRemedy(error.problems)],
  });
}

/** What likely helps lines that are right by themselves: a holiday's, or those of several series. */
function wholeRemedy(problems: readonly RowProblem[]): readonly string[] {
  if (problems.some(({ reason }) => /one value belongs to one release$/.test(reason))) {
    return [
      "where (--where NAME=TEXT) loads the lines of one series alone, and set " +
      '(--set series="SOURCE/{NAME}.{OTHER}") makes a code of several columns',
    ];
  }
  const empty = problems.find(({ reason }) => /: got null,/.test(reason));
  if (empty?.field === undefined) return [];
  return [
    `skipMissing (--skip-missing=${empty.field}) skips lines without it, and skipEmpty ` +
    "(--skip-empty) those without a number",
  ];
}

function serverError(error: unknown): unknown {
  const state = sqlState(error);
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if ("code" in inner && inner.code === state) return inner;
  }
  return error;
}

/** Names the line of a conflict. */
export function lineConflict({ row, ...conflict }: RowConflict): LineConflict {
  return { line: lineOf(row), ...conflict };
}

/** Names the line of a problem. */
export function lineProblem({ row, field, reason }: RowProblem): LineProblem {
  return { line: lineOf(row), field, reason };
}
