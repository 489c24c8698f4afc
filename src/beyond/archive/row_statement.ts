import { quoteIdentifier } from "../../base/sql/mod.ts";
import type { ArchivedTable } from "./archived_table.ts";
import type { TimeRange } from "./period.ts";

/** Writes the select of a range's rows, in the order of files. */
export function rowStatement(table: ArchivedTable, range: TimeRange): string {
  return `${table.select} where ${within(table, range)} order by ${table.order}`;
}

/** Writes the condition that a row is in a range. */
export function within(table: ArchivedTable, { from, to }: TimeRange): string {
  const time = quoteIdentifier(table.timeColumn);
  return `${time} >= ${timeLiteral(table, from)} and ${time} < ${timeLiteral(table, to)}`;
}

/** Writes an instant as a literal of the table's time. */
export function timeLiteral({ timeType }: ArchivedTable, at: Date): string {
  const text = at.toISOString();
  return timeType === "date" ? `date '${text.slice(0, 10)}'` : `timestamptz '${text}'`;
}
