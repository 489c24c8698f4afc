import type { RowProblem } from "./rows_error.ts";
import type { PlannedColumn, TablePlan } from "../encode/table_plan.ts";
import type { GivenRow } from "../encode/table_rules.ts";

/**
 * Explains why a row was refused, with the message of the table's schema if that refuses it too.
 */
export function explainRow(plan: TablePlan, input: unknown, number: number): RowProblem[] {
  const problem = (field: string | undefined, reason: string) => ({ row: number, field, reason });
  if (typeof input !== "object" || input === null) {
    return [problem(undefined, `got ${show(input)}, expected an object`)];
  }
  let row: GivenRow;
  try {
    // as: any object can be asked for its fields.
    row = plan.complete(input as GivenRow);
  } catch (error) {
    return [problem(plan.completes, error instanceof Error ? error.message : String(error))];
  }
  const checked = plan.schema?.safeParse(row);
  if (checked?.success === false) {
    return checked.error.issues.map((issue) => {
      const [field] = issue.code === "unrecognized_keys" ? issue.keys : issue.path;
      return problem(field?.toString(), issue.message);
    });
  }
  const problems = plan.columns.flatMap((planned) => {
    const reason = fieldProblem(planned, row[planned.key]);
    return reason === undefined ? [] : [problem(planned.key, reason)];
  });
  if (problems.length > 0) return problems;
  const unknown = Object.keys(row).find((key) => !plan.columns.some((one) => one.key === key));
  if (unknown === undefined && plan.wanted !== undefined) {
    return [problem(plan.wanted.field, plan.wanted.reason)];
  }
  return [problem(unknown, `${unknown}: is not a column that rows may give here`)];
}

/** Formats a value for a message: short, on one line. */
export function show(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  }
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? "an invalid Date" : value.toISOString();
  }
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

function fieldProblem(planned: PlannedColumn, value: unknown): string | undefined {
  const { key, column, codec, isRequired } = planned;
  if (value === undefined) {
    return isRequired ? `${key}: missing, expected ${codec.wanted}` : undefined;
  }
  const isTaken = value === null ? !column.notNull : codec.writer().push(value);
  return isTaken ? undefined : `${key}: got ${show(value)}, expected ${codec.wanted}`;
}
