import { realColumns, realRows } from "../stand_in/mod.ts";
import { quotedOn } from "./tenor_columns.ts";
import type { CurveDay } from "./treasury_stand_in.ts";

/** The real curves of tests/data: 24 business days to 2023-10-31. */
export async function realCurveDays(): Promise<readonly CurveDay[]> {
  const file = "us_treasury_par_curve.csv";
  const [, ...tenors] = await realColumns(file);
  return (await realRows(file)).map(([day = "", ...cells]) => ({
    day,
    yields: Object.fromEntries(tenors.map((tenor, index) => [tenor, cells[index] ?? ""])),
  }));
}

/** Generates a curve for each weekday of a period, with the tenors quoted then; always the same. */
export function curveDays(first: string, last: string): readonly CurveDay[] {
  const days: CurveDay[] = [];
  let day = Temporal.PlainDate.from(first);
  for (; day.toString() <= last; day = day.add({ days: 1 })) {
    if (day.dayOfWeek > 5) continue;
    const rate = (index: number) => (2 + (day.dayOfYear % 90) / 50 + index / 10).toFixed(2);
    const yields = quotedOn(day.toString()).map((tenor, index) => [tenor, rate(index)]);
    days.push({ day: day.toString(), yields: Object.fromEntries(yields) });
  }
  return days;
}
