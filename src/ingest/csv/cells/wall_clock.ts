import { endOfDay, zonedInstant } from "../../../base/time/zoned_instant.ts";
import { localInstant } from "../../../base/time/local_time.ts";
import type { Disambiguation } from "../mapping/csv_mapping.ts";
import { daysOf } from "../../encode/time_columns.ts";

/** Gives the instant, in milliseconds since 1970, at which clocks somewhere show a time of a day. */
export type WallClock = (day: string, seconds: number) => number;

/**
 * Makes a clock for a zone. It throws where the time is none there, or two: see `disambiguation`. A
 * whole hour between two changes of clocks is asked for once: the minutes in it cost nothing.
 */
export function wallClock(
  timeZone: string,
  disambiguation: Disambiguation | undefined,
): WallClock {
  const exact = (day: string, seconds: number, which?: "earlier" | "later"): number => {
    if (daysOf(day) === undefined) throw new TypeError(`"${day}" is no day of the calendar`);
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

/** Takes the pass of a time shown twice that goes on from the time before it, either way. */
function inOrder(
  clock: (read: WallClock) => WallClock,
  exact: (day: string, seconds: number, which?: "earlier" | "later") => number,
): WallClock {
  let previous: number | undefined;
  let isForward = true;
  const read = clock((day, seconds) => {
    const [earlier, later] = [exact(day, seconds, "earlier"), exact(day, seconds, "later")];
    // Nothing before it says which pass a file begins in.
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

/** Answers whether clocks go through an hour once, from its first to its last second. */
function isEven(
  day: string,
  hour: number,
  { timeZone, start }: { readonly timeZone: string; readonly start: number },
): boolean {
  if (hour > 23) return false;
  const at = (seconds: number) => zonedInstant(day, { time: clockText(seconds), zone: timeZone });
  try {
    // Both are the later of two where clocks show them twice: an hour that comes twice is not even.
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
