import {
  type ColumnCodec,
  type ColumnWriter,
  type RangeBound,
  SAMPLE_EVERY,
} from "./column_writer.ts";
import { isPlausible } from "../../base/time/plausible_instant.ts";
import { FixedArray, writeInt64 } from "./fixed_array.ts";

/** A calendar day, `YYYY-MM-DD`. */
export const dayCodec: ColumnCodec = {
  arrayType: "date[]",
  wanted: "a day, YYYY-MM-DD",
  writer: ({ room = 0 } = {}) => new Days(room),
};

/** An instant: a `Date`, or a text with its zone, kept to the microsecond. */
export function instantCodec(withTimeZone: boolean): ColumnCodec {
  return {
    arrayType: withTimeZone ? "timestamptz[]" : "timestamp[]",
    wanted: "a Date, or a text with its zone and no more than microseconds, " +
      '"2024-09-26T08:30:00-04:00", from 4713 BC to 9999, and no count in another unit',
    writer: ({ room = 0 } = {}) => new Instants(withTimeZone ? 1184 : 1114, room),
  };
}

/** Counts the days from 1970-01-01 to a calendar day; undefined if the text is not one. */
export function daysOf(text: string): number | undefined {
  if (text.length !== 10 || text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  // PostgreSQL has no year 0.
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return undefined;
  if (day > daysInMonth(year, month)) return undefined;
  // H. Hinnant, "chrono-compatible low-level date algorithms" (2013)
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const days = ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear;
  return era * 146_097 + days - 719_468;
}

/** An instant finer than a `Date`: milliseconds since 1970, plus microseconds. */
export interface FineInstant {
  readonly milliseconds: number;
  /** From 0 to 999. */
  readonly microseconds: number;
}

/** Parses an instant with its zone; undefined if the text is not one. */
export function instantOf(text: string): FineInstant | undefined {
  const [, day, hour, minute, second = "0", fraction = "", zone] = pattern.exec(text) ?? [];
  const days = daysOf(day ?? "");
  if (days === undefined || zone === undefined) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const offset = offsetMinutes(zone);
  // Digits beyond PostgreSQL's microseconds would be lost silently.
  if (offset === undefined || /[1-9]/.test(fraction.slice(6))) return undefined;
  const minutes = days * 1440 + Number(hour) * 60 + Number(minute) - offset;
  const finer = fraction.slice(0, 6).padEnd(6, "0");
  return {
    milliseconds: minutes * 60_000 + Number(second) * 1000 + Number(finer.slice(0, 3)),
    microseconds: Number(finer.slice(3)),
  };
}

const DASH = 45;
const DAYS_TO_2000 = 10_957;
const MS_TO_2000 = 946_684_800_000;
// 4714-11-24 BC, where PostgreSQL's calendar begins.
const EARLIEST_MS = -210_866_803_200_000;
const pattern = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)$/;

class Days extends FixedArray implements ColumnWriter {
  #low = "9999-12-31";
  #high = "0001-01-01";
  #last: string | undefined;
  #lastDays = 0;
  readonly #samples: string[] = [];

  constructor(room: number) {
    super(1082, 4, room);
  }

  push(value: unknown): boolean {
    if (typeof value !== "string") return false;
    if (value !== this.#last) {
      const days = daysOf(value);
      if (days === undefined) return false;
      this.#last = value;
      this.#lastDays = days - DAYS_TO_2000;
      if (value < this.#low) this.#low = value;
      if (value > this.#high) this.#high = value;
    }
    if (this.length % SAMPLE_EVERY === 0) this.#samples.push(value);
    const at = this.append();
    this.view.setInt32(at, this.#lastDays);
    return true;
  }

  bound(): RangeBound {
    return { kind: "range", low: this.#low, high: this.#high, samples: this.#samples };
  }

  protected override elementText(at: number): string {
    return dayText(this.view.getInt32(at) + DAYS_TO_2000);
  }
}

class Instants extends FixedArray implements ColumnWriter {
  #low = Infinity;
  #high = -Infinity;
  readonly #samples: number[] = [];

  constructor(oid: number, room: number) {
    super(oid, 8, room);
  }

  push(value: unknown): boolean {
    if (value instanceof Date) return this.#add(value.getTime(), 0);
    const read = typeof value === "string" ? instantOf(value) : undefined;
    return read !== undefined && this.#add(read.milliseconds, read.microseconds);
  }

  /**
   * Rounded outwards to whole milliseconds: a bound may be wider than its values, never narrower.
   */
  bound(): RangeBound {
    return {
      kind: "range",
      low: instantText(this.#low),
      high: instantText(this.#high + 1),
      samples: this.#samples.map(instantText),
    };
  }

  #add(milliseconds: number, microseconds: number): boolean {
    // NaN, from an invalid Date, fails this too
    if (!(milliseconds >= EARLIEST_MS) || !isPlausible(milliseconds)) return false;
    if (milliseconds < this.#low) this.#low = milliseconds;
    if (milliseconds > this.#high) this.#high = milliseconds;
    if (this.length % SAMPLE_EVERY === 0) this.#samples.push(milliseconds);
    const at = this.append();
    const since2000 = milliseconds - MS_TO_2000;
    // Doubles are exact for 285 years around 2000.
    if (Math.abs(since2000) < 9_000_000_000_000) {
      writeInt64(this.view, at, since2000 * 1000 + microseconds);
    } else {
      this.view.setBigInt64(at, BigInt(since2000) * 1000n + BigInt(microseconds));
    }
    return true;
  }

  protected override elementText(at: number): string {
    return `"${microsecondsText(this.view.getBigInt64(at))}"`;
  }
}

function dayText(days: number): string {
  return new Date(days * 86_400_000).toISOString().slice(0, 10);
}

function microsecondsText(since2000: bigint): string {
  const micros = (since2000 % 1000n + 1000n) % 1000n;
  const milliseconds = Number((since2000 - micros) / 1000n) + MS_TO_2000;
  return instantText(milliseconds).replace("Z", `${String(micros).padStart(3, "0")}Z`);
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", "") || "0");
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

function instantText(milliseconds: number): string {
  const date = new Date(milliseconds);
  const year = date.getUTCFullYear();
  if (year >= 1 && year <= 9999) return date.toISOString();
  // JavaScript writes +012345 and -000100 for PostgreSQL's 12345 and 0101 BC.
  const rest = date.toISOString().slice(date.toISOString().indexOf("-", 1));
  return year > 9999 ? `${year}${rest}` : `${String(1 - year).padStart(4, "0")}${rest} BC`;
}
