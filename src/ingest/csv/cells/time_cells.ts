import { ConfigError } from "../../../base/errors.ts";
import { daysOf, instantOf } from "../../encode/time_columns.ts";
import { CellFault, type CellReader } from "./cell_fault.ts";
import type { CellStyle } from "./cell_style.ts";
import { countReader, counts } from "./count_cells.ts";
import { formatRemedy } from "./format_remedy.ts";
import { instant, local } from "./local_instant.ts";
import { periodDay } from "../../../base/time/period_day.ts";
import { timeReader, type WallTime } from "./time_format.ts";
import { wallClock } from "./wall_clock.ts";

/**
 * Creates the reader of days. A time after the day is ignored. Unless a format is set, a period
 * such as `2024-Q1` is read as its first day.
 */
export function dayReader({ dateFormat, pivot }: CellStyle): CellReader {
  if (counts[dateFormat] !== undefined) {
    return (text) => new CellFault(text, `a day, but "${dateFormat}" gives an instant`);
  }
  const read = timeReader(dateFormat, pivot);
  return (text) => {
    const day = read(text)?.day ?? (dateFormat === "iso" ? periodDay(text) : undefined);
    if (day === undefined) {
      return new CellFault(text, `a day in the format ${nameOf(dateFormat)}`, formatRemedy(text));
    }
    return daysOf(day) === undefined ? noDay(text, dateFormat) : day;
  };
}

/**
 * Creates the reader of instants.
 *
 * @throws {ConfigError} If the options of the style do not fit together.
 */
export function instantReader(style: CellStyle): CellReader {
  const { dateFormat, timeZone, disambiguation, pivot } = style;
  const clock = timeZone === undefined ? undefined : wallClock(timeZone, disambiguation);
  const count = counts[dateFormat];
  if (count !== undefined) return countReader(count, style, clock);
  const read = timeReader(dateFormat, pivot);
  const timeOfDay = style.time === undefined ? undefined : secondsOf(style.time);
  return (text) => {
    const wall = read(text);
    if (wall === undefined && periodDay(text) !== undefined) return periodFault(text);
    if (wall === undefined) {
      return new CellFault(
        text,
        `an instant in the format ${nameOf(dateFormat)}`,
        formatRemedy(text),
      );
    }
    if (daysOf(wall.day) === undefined) return noDay(text, dateFormat);
    if (wall.isPeriod) return periodFault(text);
    if (wall.offset !== undefined) return zoned(text, wall);
    const seconds = wall.seconds ?? timeOfDay;
    if (seconds === undefined) {
      return new CellFault(
        text,
        "a time after the day",
        "time (for example --time=16:00) sets the time of days without one",
      );
    }
    if (clock === undefined) {
      return new CellFault(
        text,
        "a zone after the time",
        "timeZone (for example --time-zone=America/New_York) sets the zone of times without one",
      );
    }
    return local(text, clock, { ...wall, seconds });
  };
}

function zoned(text: string, { day, seconds = 0, microseconds, offset }: WallTime): unknown {
  if (seconds === 86_400) return endOf(text, day, offset);
  const two = (part: number) => String(Math.floor(part)).padStart(2, "0");
  const time = `${two(seconds / 3600)}:${two(seconds / 60 % 60)}:${two(seconds % 60)}`;
  const read = instantOf(`${day}T${time}.${String(microseconds).padStart(6, "0")}${offset}`);
  if (read === undefined) return new CellFault(text, "an instant that exists");
  return instant(read.milliseconds, read.microseconds);
}

/** Reads `24:00`, the end of a day, in the zone of the cell. */
function endOf(text: string, day: string, offset: string | undefined): unknown {
  const start = instantOf(`${day}T00:00:00.000000${offset}`);
  if (start === undefined) return new CellFault(text, "an instant that exists");
  return instant(start.milliseconds + 86_400_000, 0);
}

function secondsOf(time: string): number {
  const [, hour, minute, second = "0"] = /^(\d\d):(\d\d)(?::(\d\d))?$/.exec(time) ?? [];
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  if (seconds <= 86_400 && Number(minute) < 60 && Number(second) < 60) return seconds;
  throw new ConfigError(
    `Cannot use "${time}" as a time of day: write it like 08:30, or 24:00 for the end of the day`,
  );
}

function nameOf(dateFormat: string): string {
  return dateFormat === "iso" ? "ISO 8601" : dateFormat;
}

function periodFault(text: string): CellFault {
  return new CellFault(
    text,
    "an instant, not a period",
    "set (for example --set releaseTime=2024-11-20) gives all lines the same instant",
  );
}

function noDay(text: string, dateFormat: string): CellFault {
  const swapped = dateFormat.replace(/(DD?)(\W)(MM?)|(MM?)(\W)(DD?)/, "$3$6$2$5$1$4");
  return new CellFault(
    text,
    `a day that exists, in the format ${nameOf(dateFormat)}`,
    swapped === dateFormat
      ? undefined
      : `dateFormat (--date-format=${swapped}) reads day and month the other way around`,
  );
}
