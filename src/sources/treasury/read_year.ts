import { isCalendarDay } from "../../base/time/calendar_day.ts";
import { tenorDays } from "../../schema/tenor_days.ts";
import type { SourceTable } from "../ask/ask_table.ts";
import type { SourceCurvePoint } from "../source.ts";
import { SourceError } from "../source_error.ts";

/**
 * Reads the file of a year: `Date` and a column per tenor, newest first. A tenor that was not quoted
 * on a day is an empty cell.
 *
 * @throws {SourceError} If a column is no tenor, or a day is none of that year.
 */
export function readYear(
  { columns, rows }: SourceTable,
  { year, series }: { readonly year: number; readonly series: string },
): SourceCurvePoint[] {
  const [first, ...tenors] = columns;
  if (first === undefined) return [];
  if (first !== "Date") throw changed(`its first column is "${first}" instead of Date`, series);
  const read = tenors.map((label) => ({ tenorLabel: label, tenorDays: daysOf(label, series) }));
  return rows.flatMap(([date = "", ...cells]) => {
    const curveDate = isoDay(date, year);
    if (curveDate === undefined) {
      throw changed(`"${date}" is no day of ${year} like 12/31/${year}`, series);
    }
    return read.flatMap((tenor, index) => {
      const rate = cells[index]?.trim() ?? "";
      return rate === "" || rate === "N/A" ? [] : [{ curveDate, ...tenor, rate }];
    });
  });
}

function daysOf(label: string, series: string): number {
  try {
    return tenorDays(label);
  } catch (cause) {
    throw changed(`its column "${label}" is no tenor`, series, cause);
  }
}

function isoDay(text: string, year: number): string | undefined {
  const [, month, day, ofYear] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text) ?? [];
  const iso = `${ofYear}-${month}-${day}`;
  return isCalendarDay(iso) && Number(ofYear) === year ? iso : undefined;
}

function changed(state: string, series: string, cause?: unknown): SourceError {
  return new SourceError(
    `the Treasury's file is not what it documents (${state}), look for a newer version of this ` +
      "package",
    { source: "treasury", series, code: "answer", cause },
  );
}
