import { zonedInstant } from "./zoned_instant.ts";

/** A time of day in a place. */
export interface LocalTime {
  /** The day there, `2024-09-26`. */
  readonly date: string;
  /** The time on the wall, `08:30` or `08:30:00`. */
  readonly time: string;
  /** The zone by its IANA name, `America/New_York`: an offset would be wrong for half of the year. */
  readonly timeZone: string;
  /** Which of the two where clocks show the time twice. */
  readonly disambiguation?: "earlier" | "later";
}

/**
 * The instant at which clocks in a place show a time, in milliseconds since 1970.
 *
 * @throws {TypeError} Where the day, the time or the zone is none.
 * @throws {RangeError} Where clocks skip that time, or show it twice and `disambiguation` does not
 * say which is meant.
 */
export function localInstant(local: LocalTime): number {
  const { date, time, timeZone, disambiguation } = local;
  const later = zonedInstant(date, { time, zone: timeZone }).getTime();
  const wall = Temporal.PlainDateTime.from(`${date}T${time}`);
  const earlier = wall.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  if (earlier.epochMilliseconds === later) return later;
  const name = `${date} ${time} ${timeZone}`;
  if (!earlier.toPlainDateTime().equals(wall)) {
    const next = earlier.getTimeZoneTransition("next")?.toPlainDateTime();
    throw new RangeError(
      `Cannot read "${name}" as an instant: clocks there skip it and go on at ${next}, ` +
        "take a time that exists",
    );
  }
  if (disambiguation === "earlier") return earlier.epochMilliseconds;
  if (disambiguation === "later") return later;
  throw new RangeError(
    `Cannot read "${name}" as an instant: clocks show it twice, at ${earlier.toInstant()} and at ` +
      `${
        new Date(later).toISOString().replace(".000", "")
      }, add disambiguation: "earlier" or "later"`,
  );
}
