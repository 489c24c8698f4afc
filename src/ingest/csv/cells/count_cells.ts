import { ConfigError } from "../../../base/errors.ts";
import { mistakenUnit } from "../../../base/time/plausible_instant.ts";
import { daysOf } from "../../encode/time_columns.ts";
import { CellFault, type CellReader } from "./cell_fault.ts";
import type { CellStyle } from "./cell_style.ts";
import { instant, local } from "./local_instant.ts";
import type { WallClock } from "./wall_clock.ts";

/** Formats that count, since 1970 or since midnight; `unit` is in milliseconds. */
export const counts: Readonly<Record<string, { readonly unit: number; readonly ofDay: boolean }>> =
  {
    "unix": { unit: 1_000, ofDay: false },
    "unix-ms": { unit: 1, ofDay: false },
    "unix-us": { unit: 1 / 1_000, ofDay: false },
    "unix-ns": { unit: 1 / 1_000_000, ofDay: false },
    "day-ms": { unit: 1, ofDay: true },
  };

/** Creates the reader of instants that are counts. */
export function countReader(
  { unit, ofDay }: { readonly unit: number; readonly ofDay: boolean },
  { date, dateFormat }: CellStyle,
  clock: WallClock | undefined,
): CellReader {
  if (ofDay && (date === undefined || daysOf(date) === undefined || clock === undefined)) {
    throw new ConfigError(
      `Cannot read times as "${dateFormat}": the day and the zone are unknown, set date and ` +
        "timeZone (--date and --time-zone)",
    );
  }
  return (text) => {
    const value = /^-?\d{1,19}(\.\d{1,6})?$/.test(text) ? Number(text) * unit : NaN;
    const isCount = ofDay ? value >= 0 && value < 86_400_000 : Number.isFinite(value);
    if (!isCount) return new CellFault(text, `a count in the format "${dateFormat}"`);
    if (dateFormat === "unix-ns" && !/000$|^0$/.test(text)) {
      return new CellFault(text, "whole microseconds, the precision of the database");
    }
    // A double cannot hold nanoseconds since 1970, but it is exact to the microsecond.
    const whole = Math.round(value * 1_000) / 1_000;
    if (!ofDay && (Math.abs(whole) > 8.64e15 || mistakenUnit(whole) !== undefined)) {
      return unitFault(text, dateFormat, whole);
    }
    const milliseconds = Math.floor(whole);
    const microseconds = Math.round((whole - milliseconds) * 1_000);
    if (!ofDay) return instant(milliseconds, microseconds);
    const seconds = Math.floor(milliseconds / 1_000);
    const rest = milliseconds % 1_000 * 1_000 + microseconds;
    // as: both are set, see the check above
    return local(text, clock as WallClock, { day: date as string, seconds, microseconds: rest });
  };
}

/** Suggests the format whose instant would be plausible. */
function unitFault(text: string, dateFormat: string, milliseconds: number): CellFault {
  const count = milliseconds / (counts[dateFormat]?.unit ?? 1);
  const meant = ["unix", "unix-ms", "unix-us", "unix-ns"].map((format) => ({
    format,
    at: count * (counts[format]?.unit ?? 1),
  })).find(({ at }) => at >= Date.UTC(1980, 0, 1) && at < Date.UTC(2200, 0, 1));
  if (meant === undefined) {
    return new CellFault(text, `a count in the format "${dateFormat}", of a year before 10000`);
  }
  const at = new Date(Math.floor(meant.at)).toISOString();
  return new CellFault(
    text,
    `a plausible instant; its format is likely "${meant.format}", which gives ${at}`,
    `dateFormat (--date-format=${meant.format}) sets this format`,
  );
}
