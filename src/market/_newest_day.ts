import { daysBefore, dayText, parseDay, parseDays } from "../point_in_time/day.ts";
import { compose, fixed, type Fragment } from "../point_in_time/statement.ts";

/** A day, and the maximum age of data that may replace it. */
export interface DayOptions {
  readonly date: string;
  readonly maxAge?: string;
}

/**
 * The column to search for the newest day: this package's own names, and a condition on the key.
 */
export interface DayColumn {
  readonly table: "curves" | "vol_surfaces";
  readonly day: "curve_date" | "surface_date";
  readonly key: Fragment;
}

/** Builds the condition for the day itself or, with an age, for the newest day on or before it. */
export function isNewestDay({ date, maxAge }: DayOptions, column: DayColumn): Fragment {
  const day = parseDay(date, "date");
  const [name, table] = [fixed(column.day), fixed(column.table)];
  const until = dayText(day);
  if (maxAge === undefined) return compose`${name} = ${until}::date`;
  const since = dayText(daysBefore(day, parseDays(maxAge, "an age")));
  const within = compose`${name} between ${since}::date and ${until}::date`;
  // The range appears twice: the planner excludes chunks by the outer one, but not by one in a
  // subquery.
  return compose`${within} and ${name} = (
    select ${name} from ${table} where ${column.key} and ${within} order by ${name} desc limit 1
  )`;
}
