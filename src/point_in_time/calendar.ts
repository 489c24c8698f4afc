import { dayText, parseDay } from "./day.ts";
import { localInstant, type LocalTime } from "../base/time/local_time.ts";

/** What {@linkcode calendar} takes. */
export interface CalendarOptions extends Omit<LocalTime, "date"> {
  /** The first day there, `2016-01-01`. */
  readonly from: string;
  /** The last day there, itself included. */
  readonly to: string;
  /** Which days: Monday to Friday by default. */
  readonly days?: "weekdays" | "all";
  /** Days that are left out, such as holidays. */
  readonly except?: readonly string[];
}

/**
 * The instants at which clocks in a place show a time, day after day: the calendar of a panel.
 *
 * @throws {TypeError} Where a day, the time or the zone is none.
 * @throws {RangeError} Where clocks skip the time on a day, or show it twice and `disambiguation` does
 * not say which is meant.
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
