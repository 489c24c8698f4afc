import { localInstant, type LocalTime } from "./local_time.ts";

/**
 * A point on the line of time: a `Date`, a text with a zone (`2024-09-26T12:30:00Z`,
 * `2024-09-26T08:30-04:00`), a `Temporal.Instant` or `Temporal.ZonedDateTime`, or a time of day in a
 * place. A day alone, or a time without its zone, is none.
 */
export type InstantInput = Date | string | LocalTime | { readonly epochNanoseconds: bigint };

/**
 * An instant in microseconds since 1970, PostgreSQL's own resolution. What is finer is cut off, so
 * that nothing is known a fraction before its release. A number holds them exactly until 2255, and
 * whole milliseconds long after.
 */
export type Microseconds = number;

/**
 * Reads an instant.
 *
 * @param what The option it was given as, for the error.
 * @throws {TypeError} Where it is a day alone, a time without a zone, or nothing of the kind.
 * @throws {RangeError} Where it is a local time that clocks skip, or show twice without a word on
 * which is meant, or lies outside of the years 1 to 9999.
 */
export function parseInstant(input: InstantInput, what = "at"): Microseconds {
  const instant = read(input, what);
  if (instant >= EARLIEST && instant < LATEST) return instant;
  throw new RangeError(`Cannot read "${what}": it lies outside of the years 1 to 9999`);
}

/** Writes an instant as PostgreSQL and ISO 8601 have it, in UTC. */
export function instantText(instant: Microseconds): string {
  const milliseconds = Math.floor(instant / 1000);
  const rest = instant - milliseconds * 1000;
  const text = new Date(milliseconds).toISOString();
  return rest === 0 ? text : `${text.slice(0, -1)}${String(rest).padStart(3, "0")}Z`;
}

/** The day in UTC that an instant falls on, counted from 1970-01-01. */
export function dayOf(instant: Microseconds): number {
  return Math.floor(instant / DAY);
}

/** The instant as a `Date`, which has milliseconds. */
export function dateOf(instant: Microseconds): Date {
  return new Date(Math.floor(instant / 1000));
}

const DAY = 86_400_000_000;
const EARLIEST = Date.parse("0001-01-01T00:00:00Z") * 1000;
const LATEST = Date.parse("9999-12-31T00:00:00Z") * 1000;

function read(input: InstantInput, what: string): Microseconds {
  if (typeof input === "string") return readText(input, what);
  if (typeof input !== "object" || input === null) {
    throw unreadable(String(input), what, "it is none");
  }
  if (input instanceof Date) {
    const time = input.getTime();
    if (Number.isNaN(time)) throw unreadable("Invalid Date", what, "it is no date");
    return time * 1000;
  }
  if ("epochNanoseconds" in input) {
    return cutOff(input.epochNanoseconds);
  }
  if ("date" in input && "time" in input && "timeZone" in input) {
    return localInstant(input) * 1000;
  }
  throw unreadable(JSON.stringify(input), what, "it lacks a date, a time or a timeZone");
}

function readText(text: string, what: string): Microseconds {
  const plain = readPlainUtc(text);
  if (plain !== undefined) return plain;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) throw unreadable(text, what, "it is a day without a time");
  if (/^\d{4}-\d\d-\d\d[T ][\d:.,]+(\[.*)?$/i.test(text)) {
    throw unreadable(text, what, "it is a time without an offset");
  }
  let instant: Temporal.Instant;
  try {
    instant = Temporal.Instant.from(text);
  } catch (cause) {
    throw unreadable(text, what, "it is none", cause);
  }
  return cutOff(instant.epochNanoseconds);
}

/** The form that most instants have, without Temporal: 7 µs of the 200 that a short read takes. */
function readPlainUtc(text: string): Microseconds | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(text)) return undefined;
  const date = new Date(text);
  // Date takes the 30th of February for the 1st of March, and 24:00 for the day after.
  return date.getUTCDate() === Number(text.slice(8, 10)) ? date.getTime() * 1000 : undefined;
}

function unreadable(text: string, what: string, state: string, cause?: unknown): TypeError {
  return new TypeError(
    `Cannot read "${text}" as the instant "${what}": ${state}, write ` +
      `{ date: "2024-09-26", time: "08:30", timeZone: "America/New_York" } or "2024-09-26T12:30:00Z"`,
    cause === undefined ? {} : { cause },
  );
}

function cutOff(nanoseconds: bigint): Microseconds {
  // Division of big integers cuts off towards 1970.
  const microseconds = Number(nanoseconds / 1000n);
  return nanoseconds < 0n && nanoseconds % 1000n !== 0n ? microseconds - 1 : microseconds;
}
