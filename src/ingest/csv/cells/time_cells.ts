import { ConfigError } from "../../../base/errors.ts";
import { mistakenUnit } from "../../../base/time/plausible_instant.ts";
import { daysOf, instantOf } from "../../encode/time_columns.ts";
import { CellFault, type CellReader } from "./cell_fault.ts";
import type { CellStyle } from "./cell_style.ts";
import { periodDay } from "./period_day.ts";
import { timeReader, type WallTime } from "./time_format.ts";
import { type WallClock, wallClock } from "./wall_clock.ts";

/**
 * Makes the reader of days: of a cell that holds a time too, the day counts, and of a period, `2024-Q1`,
 * its first day, where no format says otherwise.
 */
export function dayReader({ dateFormat, pivot }: CellStyle): CellReader {
  if (counts[dateFormat] !== undefined) {
    return (text) => new CellFault(text, `a day, which "${dateFormat}" does not give`);
  }
  const read = timeReader(dateFormat, pivot);
  return (text) => {
    const day = read(text)?.day ?? (dateFormat === "iso" ? periodDay(text) : undefined);
    if (day === undefined) return new CellFault(text, `a day written ${nameOf(dateFormat)}`);
    return daysOf(day) === undefined ? new CellFault(text, noDay(dateFormat)) : day;
  };
}

/**
 * Makes the reader of instants.
 *
 * @throws {ConfigError} Where the style contradicts itself.
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
    if (wall === undefined) return new CellFault(text, `an instant written ${nameOf(dateFormat)}`);
    if (daysOf(wall.day) === undefined) return new CellFault(text, noDay(dateFormat));
    if (wall.isPeriod) return new CellFault(text, "an instant, which a month or a year is not");
    if (wall.offset !== undefined) return zoned(text, wall);
    const seconds = wall.seconds ?? timeOfDay;
    if (seconds === undefined) {
      return new CellFault(
        text,
        "a time beside the day: say which with time (--time), 16:00 for one",
      );
    }
    if (clock === undefined) {
      return new CellFault(text, "a zone beside the time: say which with timeZone (--time-zone)");
    }
    return local(text, clock, { ...wall, seconds });
  };
}

/** What is counted since 1970, or since midnight, in milliseconds a unit. */
const counts: Readonly<Record<string, { readonly unit: number; readonly ofDay: boolean }>> = {
  "unix": { unit: 1_000, ofDay: false },
  "unix-ms": { unit: 1, ofDay: false },
  "unix-us": { unit: 1 / 1_000, ofDay: false },
  "unix-ns": { unit: 1 / 1_000_000, ofDay: false },
  "day-ms": { unit: 1, ofDay: true },
};

function countReader(
  { unit, ofDay }: { readonly unit: number; readonly ofDay: boolean },
  { date, dateFormat }: CellStyle,
  clock: WallClock | undefined,
): CellReader {
  if (ofDay && (date === undefined || daysOf(date) === undefined || clock === undefined)) {
    throw new ConfigError(
      `Cannot read times as "${dateFormat}": which day is meant and where, name date and timeZone ` +
        "(--date and --time-zone)",
    );
  }
  return (text) => {
    const value = /^-?\d{1,19}(\.\d{1,6})?$/.test(text) ? Number(text) * unit : NaN;
    const isCount = ofDay ? value >= 0 && value < 86_400_000 : Number.isFinite(value);
    if (!isCount) return new CellFault(text, `a count as "${dateFormat}" has it`);
    if (dateFormat === "unix-ns" && !/000$|^0$/.test(text)) {
      return new CellFault(text, "whole microseconds, which is all that the database holds");
    }
    // Nanoseconds are more than a double holds: what is left of it is right to the microsecond.
    const whole = Math.round(value * 1_000) / 1_000;
    if (!ofDay && (Math.abs(whole) > 8.64e15 || mistakenUnit(whole) !== undefined)) {
      return new CellFault(text, unitHint(dateFormat, whole));
    }
    const milliseconds = Math.floor(whole);
    const microseconds = Math.round((whole - milliseconds) * 1_000);
    if (!ofDay) return instant(milliseconds, microseconds);
    const seconds = Math.floor(milliseconds / 1_000);
    const rest = milliseconds % 1_000 * 1_000 + microseconds;
    // as: both are there, see above
    return local(text, clock as WallClock, { day: date as string, seconds, microseconds: rest });
  };
}

/** Names the format that was likely meant, by the instant that each would give. */
function unitHint(dateFormat: string, milliseconds: number): string {
  const count = milliseconds / (counts[dateFormat]?.unit ?? 1);
  const meant = ["unix", "unix-ms", "unix-us", "unix-ns"].map((format) => ({
    format,
    at: count * (counts[format]?.unit ?? 1),
  })).find(({ at }) => at >= Date.UTC(1980, 0, 1) && at < Date.UTC(2200, 0, 1));
  if (meant === undefined) return `a count as "${dateFormat}" has it, of a year before 10000`;
  return `an instant of this age, and it is likely "${meant.format}" (--date-format=` +
    `${meant.format}), ${new Date(Math.floor(meant.at)).toISOString()}`;
}

function zoned(text: string, { day, seconds = 0, microseconds, offset }: WallTime): unknown {
  if (seconds === 86_400) return endOf(text, day, offset);
  const two = (part: number) => String(Math.floor(part)).padStart(2, "0");
  const time = `${two(seconds / 3600)}:${two(seconds / 60 % 60)}:${two(seconds % 60)}`;
  const read = instantOf(`${day}T${time}.${String(microseconds).padStart(6, "0")}${offset}`);
  if (read === undefined) return new CellFault(text, "an instant of the calendar");
  return instant(read.milliseconds, read.microseconds);
}

/** The end of a day, `24:00`, in a zone that stands beside it. */
function endOf(text: string, day: string, offset: string | undefined): unknown {
  const start = instantOf(`${day}T00:00:00.000000${offset}`);
  if (start === undefined) return new CellFault(text, "an instant of the calendar");
  return instant(start.milliseconds + 86_400_000, 0);
}

function local(
  text: string,
  clock: WallClock,
  { day, seconds, microseconds }: {
    readonly day: string;
    readonly seconds: number;
    readonly microseconds: number;
  },
): unknown {
  try {
    const start = clock(day, seconds);
    return instant(start + Math.floor(microseconds / 1_000), microseconds % 1_000);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // What clocks do is said in full, but not of what it is said: that was got.
    const state = reason.replace(/^Cannot read ".*" as an instant: /, "")
      .replace(/disambiguation: .*/, 'disambiguation (--twice): "earlier", "later" or "in-order"');
    return new CellFault(text, `another time: ${state}`);
  }
}

function instant(milliseconds: number, microseconds: number): Date | string {
  const date = new Date(milliseconds);
  if (microseconds === 0) return date;
  return date.toISOString().replace("Z", `${String(microseconds).padStart(3, "0")}Z`);
}

function secondsOf(time: string): number {
  const [, hour, minute, second = "0"] = /^(\d\d):(\d\d)(?::(\d\d))?$/.exec(time) ?? [];
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  if (seconds <= 86_400 && Number(minute) < 60 && Number(second) < 60) return seconds;
  throw new ConfigError(
    `Cannot take "${time}" for a time of day: write it like 08:30, or 24:00 for the day's end`,
  );
}

function nameOf(dateFormat: string): string {
  return dateFormat === "iso"
    ? "as in ISO 8601, or say how with dateFormat (--date-format)"
    : dateFormat;
}

function noDay(dateFormat: string): string {
  return `a day of the calendar, which read as ${dateFormat === "iso" ? "ISO 8601" : dateFormat} ` +
    "it is not";
}
