import { type DifferenceOptions, firstDifference, MISSING } from "./first_difference.ts";
import type { Read } from "./recording.ts";
import type { DifferingRead } from "./report.ts";

/** Finds the first statement that gave another result, or was another statement. */
export function differingRead(
  before: readonly Read[],
  after: readonly Read[],
  options: DifferenceOptions,
): DifferingRead | null {
  for (let i = 0; i < Math.max(before.length, after.length); i++) {
    const [left, right] = [before[i], after[i]];
    const found = compare(left, right, options);
    const read = left ?? right;
    if (found === null || read === undefined) continue;
    const { statement, parameters } = read;
    return { number: i + 1, statement, parameters, ...found };
  }
  return null;
}

type Found = Pick<DifferingRead, "row" | "column" | "before" | "after">;

function compare(
  left: Read | undefined,
  right: Read | undefined,
  options: DifferenceOptions,
): Found | null {
  if (left === undefined || right === undefined) return otherStatement(left, right);
  if (
    left.statement !== right.statement ||
    firstDifference(left.parameters, right.parameters, options) !== null
  ) return otherStatement(left, right);
  const found = firstDifference(left.result(), right.result(), options);
  if (found === null) return null;
  const [kind, row, column] = found.path;
  const [before, after] = [known(found.before), known(found.after)];
  if (kind !== "rows" || typeof row !== "number") return { row: null, column: null, before, after };
  return { row: row + 1, column: columnName(column, left), before, after };
}

function otherStatement(left: Read | undefined, right: Read | undefined): Found {
  return { row: null, column: null, before: left?.statement, after: right?.statement };
}

/** Drizzle takes rows as lists. */
function columnName(step: string | number | undefined, { columns }: Read): string | null {
  if (typeof step === "number") return columns[step] ?? String(step);
  return step ?? null;
}

function known(value: unknown): unknown {
  return value === MISSING ? undefined : value;
}
