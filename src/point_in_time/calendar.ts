import { dayText, parseDay } from "./day.ts";
import { localInstant, type LocalTime } from "../base/time/local_time.ts";

/** The options of {@linkcode calendar}. */
export interface CalendarOptions extends Omit<LocalTime, "date"> {
  /** The first day in the zone, `2016-01-01`. */
  readonly from: string;
  /** The last day in the zone, inclusive. */
  readonly to: string;
  /** The days to include; `weekdays` (Monday to Friday) by default. */
  readonly days?: "weekdays" | "all";
  /** Days to leave out, such as holidays. */
  readonly except?: readonly string[];
}

/**
 * Returns the instants at which clocks in a zone show a time, one per day: the calendar of a panel.
 *
 * @throws {TypeError} If a day, the time or the zone is not valid.
 * @throws {RangeError} If clocks skip the time on a day, or show it twice and `disambiguation` is
 * missing.
 *
 * @example
 * ```ts
 * import { calendar } from "@strata/foundation";
 *
 * const closes = calendar({
 *   from: "2016-01-01",
 *   to: "2025-12-31",
 *   time: "18:00",
 *   timeZone: "America/Sao_Paulo",
 * });
 * ```
 */
export function calendar(options: CalendarOptions): Date[] {
  const { from, to, days = "weekdays", except = [], ...local } = options;
  const [first, last] = [parseDay(from, "from"), parseDay(to, "to")];
  const left = new Set(except.map((day) => parseDay(day, "except")));
  const instants: Date[] = [];
  for (let day = first; day <= last; day++) {
    if (left.has(day) || (days === "weekdays" && isWeekend(day))) continue;
    instants.push(new Date(localInstant({ ...local, date: dayText(day) })));
  }
  return instants;
}

/** 1970-01-01 was a Thursday. */
function isWeekend(day: number): boolean {
  const ofWeek = (((day + 3) % 7) + 7) % 7;
  return ofWeek > 4;
}
