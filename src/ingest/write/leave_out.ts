import { findBadRows } from "./bad_rows.ts";
import type { Attempt } from "./first_failing.ts";
import { isRowFailure } from "../refuse/row_failure.ts";
import { type RowProblem, RowsError } from "../refuse/rows_error.ts";
import { type Source, withoutRows } from "../stage/source.ts";
import type { TablePlan } from "../encode/table_plan.ts";
import type { WriteOutcome } from "../refuse/write_outcome.ts";
import type { DrizzleTarget } from "../stage/write_target.ts";

/** What to do with rows that the server refuses. */
export interface LeaveOutOptions {
  readonly plan: TablePlan;
  /** Whether they are left out; otherwise nothing is written. */
  readonly collects: boolean;
  readonly maxExamples: number;
  /** The statement that the server refuses. */
  readonly attempt: Attempt;
}

/**
 * Runs work on the rows of a source; if the server refuses some of them, runs it again without
 * those.
 *
 * @throws {RowsError} If the server refuses rows and they are not collected.
 */
export async function leaveOutBadRows<Result>(
  tx: DrizzleTarget,
  source: Source,
  options: LeaveOutOptions & {
    readonly work: (savepoint: DrizzleTarget, left: Source) => Promise<Result>;
  },
): Promise<{ readonly result: Result; readonly bad: Pick<WriteOutcome, "refused" | "problems"> }> {
  const { plan, collects, maxExamples, work } = options;
  const problems: RowProblem[] = [];
  const refused = new Set<number>();
  for (let left = source;;) {
    try {
      const result = await tx.transaction((savepoint) => work(savepoint, left));
      return { result, bad: { refused: refused.size, problems } };
    } catch (error) {
      if (!isRowFailure(error)) throw error;
      const found = await findBadRows(tx, { ...options, source: left, error });
      const rows = new Set(found.map(({ row }) => row));
      if (!collects) {
        const first = found.slice(0, maxExamples);
        throw new RowsError(plan.name, first, { refused: rows.size, cause: error });
      }
      problems.push(...found.slice(0, maxExamples - problems.length));
      for (const row of rows) refused.add(row);
      left = withoutRows(left, [...rows]);
    }
  }
}
