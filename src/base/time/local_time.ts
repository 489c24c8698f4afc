import { zonedInstant } from "./zoned_instant.ts";

/** A local time in a time zone. */
export interface LocalTime {
  /** The day there, `2024-09-26`. */
  readonly date: string;
  /** The wall-clock time, `08:30` or `08:30:00`. */
  readonly time: string;
  /**
   * The zone's IANA name, `America/New_York`: a fixed offset would be wrong for half of the year.
   */
  readonly timeZone: string;
  /** Which one is meant if clocks show the time twice. */
  readonly disambiguation?: "earlier" | "later";
}

/**
 * The instant at which clocks in a zone show a time, in milliseconds since 1970.
 *
 * @throws {TypeError} If the day, the time or the zone is not valid.
 * @throws {RangeError} If clocks skip that time, or show it twice and `disambiguation` is missing.
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
