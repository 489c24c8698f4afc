import type { RowConflict } from "../refuse/conflict_error.ts";
import type { Source } from "../stage/source.ts";
import { conflictsStatement } from "../stage/statements.ts";
import type { PlannedColumn, TablePlan } from "../encode/table_plan.ts";
import { type DrizzleTarget, run } from "../stage/write_target.ts";

/**
 * Reads examples of rows that are stored with other values: the key, and the fields that differ.
 */
export async function readConflicts(
  tx: DrizzleTarget,
  plan: TablePlan,
  options: { readonly source: Source; readonly limit: number },
): Promise<RowConflict[]> {
  const { source, limit } = options;
  if (limit < 1) return [];
  const rows = await run<Record<string, unknown>>(tx, conflictsStatement(plan, source, limit));
  return rows.map((row) => {
    const fields = source.columns.map((planned, i) => ({
      planned,
      given: read(planned, row[`g${i}`]),
      stored: read(planned, row[`t${i}`]),
    }));
    const key = fields.filter(({ planned }) => planned.isKey);
    const differing = fields.filter(({ planned, given, stored }) => {
      return !planned.isKey && !isSame(given, stored);
    });
    return {
      row: Number(row["strata_row"]),
      key: Object.fromEntries(key.map(({ planned, given }) => [planned.key, given])),
      stored: Object.fromEntries(differing.map(({ planned, stored }) => [planned.key, stored])),
      given: Object.fromEntries(differing.map(({ planned, given }) => [planned.key, given])),
    };
  });
}

/** Converts a server value as Drizzle does for the column. */
export function read({ column }: PlannedColumn, value: unknown): unknown {
  return value === null ? null : column.mapFromDriverValue(value);
}

function isSame(a: unknown, b: unknown): boolean {
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  return typeof a === "object" ? JSON.stringify(a) === JSON.stringify(b) : a === b;
}
