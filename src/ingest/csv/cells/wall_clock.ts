import { endOfDay, zonedInstant } from "../../../base/time/zoned_instant.ts";
import { localInstant } from "../../../base/time/local_time.ts";
import type { Disambiguation } from "../mapping/csv_mapping.ts";
import { daysOf } from "../../encode/time_columns.ts";

/** Returns the instant, in milliseconds since 1970, of a local day and its seconds. */
export type WallClock = (day: string, seconds: number) => number;

/**
 * Creates a clock for a zone. It throws if clocks there skip the time, or show it twice and
 * `disambiguation` does not decide. An hour without a change of clocks is looked up once, which
 * makes the other times in it cheap.
 */
export function wallClock(
  timeZone: string,
  disambiguation: Disambiguation | undefined,
): WallClock {
  const exact = (day: string, seconds: number, which?: "earlier" | "later"): number => {
    if (daysOf(day) === undefined) throw new TypeError(`"${day}" does not exist in the calendar`);
    if (seconds === 86_400) return endOfDay(day, timeZone).getTime();
    const time = clockText(seconds);
    return localInstant({ date: day, time, timeZone, ...which && { disambiguation: which } });
  };
  let known: { day: string; hour: number; start: number } | undefined;
  const clock = (read: WallClock): WallClock => (day, seconds) => {
    const hour = Math.floor(seconds / 3600);
    if (known?.day === day && known.hour === hour) return known.start + seconds % 3600 * 1000;
    const instant = read(day, seconds);
    const start = instant - seconds % 3600 * 1000;
    known = isEven(day, hour, { timeZone, start }) ? { day, hour, start } : undefined;
    return instant;
  };
  return disambiguation === "in-order"
    ? inOrder(clock, exact)
    : clock((day, seconds) => exact(day, seconds, disambiguation));
}

/** Reads a time that clocks show twice as the instant that continues the order of the lines. */
function inOrder(
  clock: (read: WallClock) => WallClock,
  exact: (day: string, seconds: number, which?: "earlier" | "later") => number,
): WallClock {
  let previous: number | undefined;
  let isForward = true;
  const read = clock((day, seconds) => {
    const [earlier, later] = [exact(day, seconds, "earlier"), exact(day, seconds, "later")];
    // At the beginning of a file nothing tells which of two instants is meant: `exact` throws.
    if (previous === undefined || earlier === later) return exact(day, seconds);
    if (previous <= earlier) return earlier;
    if (previous >= later) return later;
    return isForward ? later : earlier;
  });
  return (day, seconds) => {
    const instant = read(day, seconds);
    if (previous !== undefined && instant !== previous) isForward = instant > previous;
    previous = instant;
    return instant;
  };
}

/** Tells whether clocks show each second of an hour exactly once. */
function isEven(
  day: string,
  hour: number,
  { timeZone, start }: { readonly timeZone: string; readonly start: number },
): boolean {
  if (hour > 23) return false;
  const at = (seconds: number) => zonedInstant(day, { time: clockText(seconds), zone: timeZone });
  try {
    // These throw if clocks show a time twice. `zonedInstant` would return the later one.
    localInstant({ date: day, time: clockText(hour * 3600), timeZone });
    localInstant({ date: day, time: clockText(hour * 3600 + 3599), timeZone });
  } catch {
    return false;
  }
  return at(hour * 3600).getTime() === start &&
    at(hour * 3600 + 3599).getTime() === start + 3_599_000;
}

function clockText(seconds: number): string {
  const two = (part: number) => String(Math.floor(part)).padStart(2, "0");
  return `${two(seconds / 3600)}:${two(seconds / 60 % 60)}:${two(seconds % 60)}`;
}
