import { periodLabel } from "../period_label.ts";
import type { Picture } from "../picture.ts";
import { localHour, minuteText } from "./instant_text.ts";
import type { TerminalOptions } from "./terminal_options.ts";

/** Returns the lines of the calendar: what is next, and what is late. */
export function calendarLines(
  { series, at, next, late, newest }: Picture,
  { style }: Pick<TerminalOptions, "style">,
): readonly string[] {
  const label = (day: string): string => periodLabel(day, series.frequency);
  const last = newest.reduce((a, b) => b.releaseTime > a.releaseTime ? b : a);
  const due = ({ expectedAt, zone }: { expectedAt: Date; zone: string }): string =>
    `${minuteText(expectedAt)} (${localHour(expectedAt, zone)})`;
  const lines = [
    style("bold", "Calendar"),
    `  last release  ${minuteText(last.releaseTime)}, ${agoText(at, last.releaseTime)}`,
    next === null
      ? `  next release  none is scheduled`
      : `  next release  ${label(next.period)} is due ${due(next)}, ${
        agoText(at, next.expectedAt)
      }`,
  ];
  if (late === null) return lines;
  return [
    ...lines,
    style(
      "warn",
      `  late          ${label(late.period)} was due ${due(late)}, ${agoText(at, late.expectedAt)}`,
    ),
  ];
}

/** Writes how far an instant lies from another, in days or hours. */
function agoText(at: Date, instant: Date): string {
  const hours = Math.abs(at.getTime() - instant.getTime()) / 3_600_000;
  const days = Math.floor(hours / 24);
  const span = days >= 1 ? plural(days, "day") : plural(Math.floor(hours), "hour");
  return instant > at ? `in ${span}` : `${span} ago`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
