import { type SQL, sql } from "drizzle-orm";
import { StrataError } from "../../base/errors.ts";
import type { RowProblem } from "../refuse/rows_error.ts";
import { isRowFailure, serverMessage } from "../refuse/row_failure.ts";
import { ROW, type Source } from "../stage/source.ts";
import type { TablePlan } from "../encode/table_plan.ts";
import { type DrizzleTarget, run } from "../stage/write_target.ts";

/** Builds the statement that a server refuses for some of the rows. */
export type Attempt = (plan: TablePlan, source: Source) => SQL;

/**
 * Finds the first row that the server refuses, by halving. Everything is rolled back.
 *
 * @throws {StrataError} If the server no longer refuses any of them.
 */
export async function firstFailing(
  tx: DrizzleTarget,
  refused: {
    readonly plan: TablePlan;
    readonly source: Source;
    readonly error: unknown;
    readonly attempt: Attempt;
  },
): Promise<RowProblem> {
  const { plan, source, error, attempt } = refused;
  const rows = await run<{ row: number }>(
    tx,
    sql`select ${ROW}::float8 as row from (${source.select}) s order by ${ROW}`,
  );
  let last = await failureOf(tx, attempt(plan, source));
  let good = 0;
  let bad = rows.length;
  while (last !== undefined && bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    const failure = await failureOf(tx, attempt(plan, upTo(source, rows[middle - 1]?.row ?? 0)));
    if (failure === undefined) good = middle;
    else [bad, last] = [middle, failure];
  }
  const row = rows[bad - 1]?.row;
  if (last === undefined || row === undefined) {
    throw new StrataError(`Cannot write into "${plan.name}": ${serverMessage(error)}`, {
      cause: error,
    });
  }
  return { row, field: undefined, reason: serverMessage(last) };
}

const ROLLBACK = new Error("rolled back, as it was meant to be");

async function failureOf(tx: DrizzleTarget, statement: SQL): Promise<unknown> {
  try {
    await tx.transaction(async (savepoint) => {
      await run(savepoint, statement);
      throw ROLLBACK;
    });
  } catch (failure) {
    if (failure === ROLLBACK) return undefined;
    if (isRowFailure(failure)) return failure;
    throw failure;
  }
}

function upTo(source: Source, row: number): Source {
  const select = sql`select * from (${source.select}) s where ${ROW} <= ${row}::int8`;
  return { ...source, select };
}
