import { sqlState } from "../../database/mod.ts";
import { ConflictError, type RowConflict } from "../refuse/conflict_error.ts";
import { type RowProblem, RowsError } from "../refuse/rows_error.ts";
import { type LineConflict, LineConflictError } from "./line_conflict_error.ts";
import { type LineProblem, LinesError } from "./lines_error.ts";
import { lineOf } from "./map/row_mapper.ts";

/**
 * Converts an error about rows into one about lines of the file; returns other errors unchanged.
 */
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
      stored: commitEach ? "earlier batches are stored" : "nothing is stored",
    });
  }
  if (!(error instanceof RowsError)) return error;
  const { refused, stored } = error;
  // The server's error without the statement, which the caller did not write.
  const cause = serverError(error.cause);
  return new LinesError(file, error.problems.map(lineProblem), {
    ...{ refused, stored, cause },
    remedies: [...remedies, ...wholeRemedy(error.problems)],
  });
}

/**
 * Remedies for lines that are well-formed but do not fit the table: holidays, or several series.
 */
function wholeRemedy(problems: readonly RowProblem[]): readonly string[] {
  if (problems.some(({ reason }) => /one value belongs to one release$/.test(reason))) {
    return [
      "where (--where NAME=TEXT) loads only the lines of one series, and set " +
      '(--set series="SOURCE/{NAME}.{OTHER}") builds a code from several columns',
    ];
  }
  const empty = problems.find(({ reason }) => /: got null,/.test(reason));
  if (empty?.field === undefined) return [];
  return [
    `skipMissing (--skip-missing=${empty.field}) skips lines without this value, and skipEmpty ` +
    "(--skip-empty) skips lines without any number",
  ];
}

function serverError(error: unknown): unknown {
  const state = sqlState(error);
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if ("code" in inner && inner.code === state) return inner;
  }
  return error;
}

/** Replaces the row number of a conflict by its line. */
export function lineConflict({ row, ...conflict }: RowConflict): LineConflict {
  return { line: lineOf(row), ...conflict };
}

/** Replaces the row number of a problem by its line. */
export function lineProblem({ row, field, reason }: RowProblem): LineProblem {
  return { line: lineOf(row), field, reason };
}
