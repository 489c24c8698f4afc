import { ConfigError } from "../../../base/errors.ts";

/** A time as a file writes it, before its zone is known. */
export interface WallTime {
  /** The day, `YYYY-MM-DD`; it may not exist in the calendar. */
  readonly day: string;
  /** The seconds of the day, 86,400 at its end (`24:00`); undefined if the text has no time. */
  readonly seconds: number | undefined;
  /** The microseconds of the second. */
  readonly microseconds: number;
  /** The zone as it is written, `Z` or `-03:00`. */
  readonly offset: string | undefined;
  /** Whether the text names a month or a year, of which `day` is the first day. */
  readonly isPeriod?: boolean;
}

/** Reads a time; returns undefined if a text does not match the format. */
export type TimeReader = (text: string) => WallTime | undefined;

/**
 * Creates a reader for a format of `YYYY` or `YY`, `MM`, `M`, `MMM`, `DD`, `D`, `HH`, `mm`, `ss`
 * and `SSS`. A format without a day gives the first day of its period, with `isPeriod`.
 *
 * @throws {ConfigError} If the format has no year, or a year of two digits and there is no pivot.
 */
export function timeReader(format: string, pivot?: number): TimeReader {
  if (format === "iso") return readIso;
  const groups: string[] = [];
  const pattern = format.replace(
    /YYYY|YY|MMM|MM|M|DD|D|HH|mm|ss|SSS|[^A-Za-z]|[A-Za-z]/g,
    (token) => {
      const digits = tokens[token];
      if (digits === undefined) return RegExp.escape(token);
      groups.push(token.slice(0, 2) === "SS" ? "S" : token);
      return `(${digits})`;
    },
  );
  const names = new Set(groups.map((group) => group[0]));
  if (!names.has("Y") || names.has("D") && !names.has("M") || names.has("H") && !names.has("D")) {
    throw new ConfigError(
      `Cannot read times as "${format}": it needs a year, a month if it has a day, and a day if it ` +
        "has a time, want a format like DD/MM/YYYY",
    );
  }
  if (groups.includes("YY") && pivot === undefined) {
    throw new ConfigError(
      `Cannot read times as "${format}": years of two digits can be of any century, set the first ` +
        "year they can mean with pivot (--pivot=1970)",
    );
  }
  const whole = new RegExp(`^${pattern}$`, "i");
  return (text) => {
    const parts = whole.exec(text)?.slice(1);
    return parts === undefined ? undefined : wallTime(groups, parts, pivot);
  };
}

const tokens: Readonly<Record<string, string>> = {
  YYYY: "\\d{4}",
  YY: "\\d\\d",
  MMM: "[A-Za-z]{3}",
  MM: "\\d\\d",
  M: "\\d\\d?",
  DD: "\\d\\d",
  D: "\\d\\d?",
  HH: "\\d\\d",
  mm: "\\d\\d",
  ss: "\\d\\d",
  SSS: "\\d{1,6}",
};

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const iso =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;

function readIso(text: string): WallTime | undefined {
  const [, day, hour, minute, second = "0", fraction = "", offset] = iso.exec(text) ?? [];
  if (day === undefined) return undefined;
  if (hour === undefined) return { day, seconds: undefined, microseconds: 0, offset: undefined };
  return timed({ day, hour, minute: minute ?? "0", second, fraction, offset });
}

function wallTime(
  groups: readonly string[],
  parts: readonly string[],
  pivot = 0,
): WallTime | undefined {
  const found: Record<string, string> = {};
  groups.forEach((group, i) => found[group] = parts[i] ?? "");
  const year = found["YYYY"] ?? String(pivot + (Number(found["YY"]) - pivot % 100 + 100) % 100);
  const month = found["MMM"] === undefined
    ? found["MM"] ?? found["M"] ?? "1"
    : String(months.indexOf(found["MMM"].toLowerCase()) + 1);
  const date = found["DD"] ?? found["D"];
  const day = `${year}-${month.padStart(2, "0")}-${(date ?? "1").padStart(2, "0")}`;
  if (date === undefined) {
    return { day, seconds: undefined, microseconds: 0, offset: undefined, isPeriod: true };
  }
  const { HH: hour, mm: minute = "0", ss: second = "0", S: fraction = "" } = found;
  if (hour === undefined) return { day, seconds: undefined, microseconds: 0, offset: undefined };
  return timed({ day, hour, minute, second, fraction, offset: undefined });
}

function timed(parts: {
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
  readonly fraction: string;
  readonly offset: string | undefined;
}): WallTime | undefined {
  const [hour, minute, second] = [parts.hour, parts.minute, parts.second].map(Number);
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  // Refuse what is finer than PostgreSQL's microseconds: it would be lost silently.
  const isEnd = hour === 24 && minute === 0 && second === 0 && !/[1-9]/.test(parts.fraction);
  if (hour > 23 && !isEnd || minute > 59 || second > 59 || /[1-9]/.test(parts.fraction.slice(6))) {
    return;
  }
  return {
    day: parts.day,
    seconds: hour * 3600 + minute * 60 + second,
    microseconds: Number(parts.fraction.slice(0, 6).padEnd(6, "0")),
    offset: parts.offset,
  };
}
