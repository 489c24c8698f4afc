import { dayText } from "../../point_in_time/day.ts";
import type { ColumnType, ColumnValues } from "../columns/mod.ts";

/** Writes the value of a row as text. */
export type Cell = (values: ColumnValues, row: number) => string;

/**
 * Creates the writer of a type's texts. Days are `2024-09-26`, instants
 * `2024-09-26T12:30:00.000000Z`, doubles the shortest text that reads back as the same number, or
 * `NaN`, `Infinity`, `-Infinity`.
 */
export function cellOf(type: ColumnType): Cell {
  switch (type) {
    case "date":
      return dateCell();
    case "timestamp":
      return timestampCell();
    case "boolean":
      return (values, row) => values[row] === 1 ? "true" : "false";
    case "float64":
      return (values, row) => doubleText(Number(values[row]));
    default:
      return (values, row) => String(values[row]);
  }
}

/** Writes a double; the two zeros differ, and readers take `-0` for an integer. */
function doubleText(value: number): string {
  return value === 0 && Object.is(value, -0) ? "-0.0" : String(value);
}

/** Days come in runs and come again, so each is written once. */
function dateCell(): Cell {
  const known = new Map<number, string>();
  return (values, row) => {
    const day = Number(values[row]);
    let text = known.get(day);
    if (text === undefined) {
      if (known.size >= MOST_DAYS) known.clear();
      known.set(day, text = isoDay(day));
    }
    return text;
  };
}

function timestampCell(): Cell {
  const dates = dateCell();
  const day = new Int32Array(1);
  let [lastRest, lastTime] = [-1, ""];
  let [last, lastText]: [unknown, string] = [undefined, ""];
  return (values, row) => {
    const instant = values[row];
    if (instant === last) return lastText;
    const micros = BigInt(instant ?? 0);
    const exact = Number(micros);
    // Past 2255 a number is not exact to the microsecond.
    const isSafe = Number.isSafeInteger(exact);
    const days = isSafe ? Math.floor(exact / DAY) : Number((micros - floorRest(micros)) / DAY_BIG);
    const rest = isSafe ? exact - days * DAY : Number(floorRest(micros));
    day[0] = days;
    // Releases have their hour, so the time of a day comes again.
    if (rest !== lastRest) [lastRest, lastTime] = [rest, `T${timeText(rest)}Z`];
    [last, lastText] = [instant, dates(day, 0) + lastTime];
    return lastText;
  };
}

const MOST_DAYS = 50_000;
const DAY = 86_400_000_000;
const DAY_BIG = 86_400_000_000n;

function floorRest(micros: bigint): bigint {
  return ((micros % DAY_BIG) + DAY_BIG) % DAY_BIG;
}

/** Years past 9999 and before the year 0 have a sign and six digits, as ISO 8601 extends them. */
function isoDay(day: number): string {
  // The calendar repeats every 400 years.
  const cycles = Math.max(0, Math.ceil((FIRST_DAY - day) / DAYS_OF_400_YEARS));
  const text = dayText(day + cycles * DAYS_OF_400_YEARS);
  const year = Number(text.slice(0, -6)) - 400 * cycles;
  if (year >= 0 && year <= 9999) return text;
  return `${year < 0 ? "-" : "+"}${String(Math.abs(year)).padStart(6, "0")}${text.slice(-6)}`;
}

/** The first day of the year 0. */
const FIRST_DAY = -719_528;
const DAYS_OF_400_YEARS = 146_097;

function timeText(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  const [hour, minute] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${two(hour)}:${two(minute)}:${two(seconds % 60)}.${
    String(micros % 1_000_000).padStart(6, "0")
  }`;
}

function two(part: number): string {
  return part < 10 ? `0${part}` : String(part);
}
