/** An hour of the day in a time zone. */
export interface ZonedHour {
  /** The wall-clock time, `08:30` or `08:30:00`. */
  readonly time: string;
  /** The zone's IANA name: a fixed offset would be wrong for half of the year. */
  readonly zone: string;
}

/**
 * The instant at which clocks in a zone show an hour of a day. If clocks show it twice, the later
 * one; if they skip it, the instant as long after the gap. So a release is never dated too early.
 *
 * @throws {TypeError} If the day, the hour or the zone is not valid.
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
 * The end of a day in a zone: the first instant of the next day there, which is not midnight where
 * clocks skip midnight. If a source gives only days, a value is safely known from this instant on.
 *
 * @throws {TypeError} If the day or the zone is not valid.
 */
export function endOfDay(day: string, zone: string): Date {
  return startOfDay(at(() => plainDay(day).add({ days: 1 }), { what: day }).toString(), zone);
}

/**
 * The first instant of a day in a zone.
 *
 * @throws {TypeError} If the day or the zone is not valid.
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
