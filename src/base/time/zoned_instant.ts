/** An hour of the day in a place. */
export interface ZonedHour {
  /** The hour on the wall, `08:30` or `08:30:00`. */
  readonly time: string;
  /** The zone by its IANA name: an offset would be wrong for half of the year. */
  readonly zone: string;
}

/**
 * The instant at which clocks in a place show an hour of a day. Where clocks show it twice, the later
 * one, and where they skip it, the instant as long after the gap: a release is never dated too early.
 *
 * @throws {TypeError} Where the day, the hour or the zone is none.
 *
 * @example
 * ```ts
 * import { zonedInstant } from "@strata/foundation";
 *
 * const release = zonedInstant("2024-09-26", { time: "08:30", zone: "America/New_York" });
 * console.log(release.toISOString()); // 2024-09-26T12:30:00.000Z
 * ```
 */
export function zonedInstant(day: string, hour: ZonedHour): Date {
  const { time, zone } = hour;
  if (!/^\d\d:\d\d(:\d\d)?$/.test(time)) {
    throw new TypeError(`Cannot read "${time}" as an hour of the day: write it like "08:30"`);
  }
  const zoned = at(
    () =>
      plainDay(day).toPlainDateTime(time).toZonedDateTime(named(zone), { disambiguation: "later" }),
    {
      what: `${day} ${time} ${zone}`,
    },
  );
  return new Date(zoned.epochMilliseconds);
}

/**
 * The end of a day in a place: the first instant of the next day there, which is not midnight where
 * clocks skip midnight. For a source that names days only, the first instant at which a value can
 * safely be taken for known.
 *
 * @throws {TypeError} Where the day or the zone is none.
 */
export function endOfDay(day: string, zone: string): Date {
  return startOfDay(at(() => plainDay(day).add({ days: 1 }), { what: day }).toString(), zone);
}

/**
 * The first instant of a day in a place.
 *
 * @throws {TypeError} Where the day or the zone is none.
 */
export function startOfDay(day: string, zone: string): Date {
  const zoned = at(() => plainDay(day).toZonedDateTime(named(zone)), { what: `${day} ${zone}` });
  return new Date(zoned.epochMilliseconds);
}

function plainDay(day: string): Temporal.PlainDate {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new RangeError("a day is written like 2024-09-26");
  return Temporal.PlainDate.from(day, { overflow: "reject" });
}

function named(zone: string): string {
  if (zone === "UTC" || /^[A-Za-z][A-Za-z_]+\/[A-Za-z]/.test(zone)) return zone;
  throw new RangeError("a zone is an IANA name like America/New_York, never an offset");
}

function at<Value>(make: () => Value, { what }: { readonly what: string }): Value {
  try {
    return make();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TypeError(`Cannot read "${what}" as an instant: ${reason}`, { cause });
  }
}
