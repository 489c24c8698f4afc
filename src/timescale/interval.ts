/**
 * A length of time as in PostgreSQL's `interval`: three parts that do not convert into one another.
 */
export interface Interval {
  /** Whole months; a year is 12. */
  readonly months: number;
  /** Whole days; a week is 7. */
  readonly days: number;
  /** Microseconds; hours, minutes and seconds. */
  readonly microseconds: number;
}

/**
 * Parses an interval as written in SQL (`1 month`, `90 days`, `1 hour 30 minutes`) or printed by a
 * server (`1 year 2 mons 3 days 04:05:06`).
 *
 * @throws {TypeError} If the text is not an interval, or is not positive.
 */
export function parseInterval(text: string): Interval {
  let rest = text.trim().toLowerCase();
  const total = { months: 0, days: 0, microseconds: 0 };
  while (rest !== "") {
    const part = partPattern.exec(rest);
    const clock = clockPattern.exec(rest);
    if (part !== null) {
      const unit = units[part[2] ?? ""];
      if (unit === undefined) throw unreadable(text);
      total[unit.part] += Number(part[1]) * unit.factor;
      rest = rest.slice(part[0].length).trim();
    } else if (clock !== null) {
      total.microseconds +=
        ((Number(clock[1]) * 60 + Number(clock[2])) * 60 + Number(clock[3] ?? 0)) * SECOND;
      rest = rest.slice(clock[0].length).trim();
    } else {
      throw unreadable(text);
    }
  }
  if (!Object.values(total).every(Number.isInteger) || intervalMicroseconds(total) <= 0) {
    throw unreadable(text);
  }
  return total;
}

/**
 * Returns the length of an interval in microseconds as TimescaleDB counts it for chunks: a month as
 * 30 days, so a year as 360.
 */
export function intervalMicroseconds(interval: Interval): number {
  return (interval.months * 30 + interval.days) * DAY + interval.microseconds;
}

/** Tells whether two interval texts mean the same length, as TimescaleDB counts it. */
export function isSameInterval(a: string, b: string): boolean {
  return intervalMicroseconds(parseInterval(a)) === intervalMicroseconds(parseInterval(b));
}

const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;

type Unit = { readonly part: keyof Interval; readonly factor: number };

const units: Readonly<Record<string, Unit>> = {
  year: { part: "months", factor: 12 },
  month: { part: "months", factor: 1 },
  mon: { part: "months", factor: 1 },
  week: { part: "days", factor: 7 },
  day: { part: "days", factor: 1 },
  hour: { part: "microseconds", factor: 3600 * SECOND },
  minute: { part: "microseconds", factor: 60 * SECOND },
  min: { part: "microseconds", factor: 60 * SECOND },
  second: { part: "microseconds", factor: SECOND },
  sec: { part: "microseconds", factor: SECOND },
};

const partPattern = /^(\d+(?:\.\d+)?)\s*([a-z]+?)s?(?![a-z])/;
const clockPattern = /^(\d+):(\d\d)(?::(\d\d(?:\.\d+)?))?/;

function unreadable(text: string): TypeError {
  return new TypeError(
    `Cannot read "${text}" as an interval: write it like "1 month", "90 days" or "1 hour 30 minutes"`,
  );
}
