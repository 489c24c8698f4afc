/** The first and last day of a period. */
export interface PeriodSpan {
  readonly first: string;
  readonly last: string;
}

/** Reads a period label of SDMX as days; the IMF writes months as `2024-M05`. */
export function periodSpan(label: string): PeriodSpan {
  const [, year = "", kind = "", number = ""] =
    /^(\d{4})(?:-?([SQMW]?)(\d{1,2}))?(?:-\d{2})?$/.exec(label) ?? [];
  if (year === "") throw new TypeError(`"${label}" is not a period`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(label)) return { first: label, last: label };
  if (kind === "W") return week(Number(year), Number(number));
  const months = { S: 6, Q: 3, M: 1, "": number === "" ? 12 : 1 }[kind] ?? 1;
  const start = Temporal.PlainDate.from(`${year}-01-01`)
    .add({ months: months * (Number(number || "1") - 1) });
  return {
    first: start.toString(),
    last: start.add({ months }).subtract({ days: 1 }).toString(),
  };
}

/** Returns the days of an ISO week; the first week of a year is the one with its first Thursday. */
function week(year: number, number: number): PeriodSpan {
  const fourth = Temporal.PlainDate.from({ year, month: 1, day: 4 });
  const first = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: number - 1 });
  return { first: first.toString(), last: first.add({ days: 6 }).toString() };
}
