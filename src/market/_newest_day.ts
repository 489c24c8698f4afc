import { daysBefore, dayText, parseDay, parseDays } from "../point_in_time/day.ts";
import { compose, fixed, type Fragment } from "../point_in_time/statement.ts";

/** A day, and how old what stands in for it may be. */
export interface DayOptions {
  readonly date: string;
  readonly maxAge?: string;
}

/** Where to look for the newest day: names of this package's own, and a condition on its keys. */
export interface DayColumn {
  readonly table: "curves" | "vol_surfaces";
  readonly day: "curve_date" | "surface_date";
  readonly key: Fragment;
}

/** The condition of the day itself, or with an age of the newest day on or before it. */
export function isNewestDay({ date, maxAge }: DayOptions, column: DayColumn): Fragment {
  const day = parseDay(date, "date");
  const [name, table] = [fixed(column.day), fixed(column.table)];
  const until = dayText(day);
  if (maxAge === undefined) return compose`${name} = ${until}::date`;
  const since = dayText(daysBefore(day, parseDays(maxAge, "an age")));
  const within = compose`${name} between ${since}::date and ${until}::date`;
  // The range stands in both: the planner leaves chunks out by it, and not by a subquery.
  return compose`${within} and ${name} = (
    select ${name} from ${table} where ${column.key} and ${within} order by ${name} desc limit 1
  )`;
}
