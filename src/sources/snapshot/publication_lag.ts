import { ConfigError } from "../../base/errors.ts";
import type { Frequency } from "../../schema/mod.ts";
import { lastDay } from "./last_day.ts";

/** The setting of a series that holds its publication lag. */
export const ASSUME_LAG = "assumeLag";

/**
 * Reads a publication lag: an ISO 8601 duration such as `P20D` or `PT36H`, or words such as
 * `20 days` or `1 month`.
 *
 * @throws {ConfigError} If it is neither, or negative.
 */
export function parseLag(text: string): Temporal.Duration {
  const [, count, unit] = /^\s*(\d+)\s*(hour|day|week|month)s?\s*$/i.exec(text) ?? [];
  if (unit !== undefined) {
    return Temporal.Duration.from({ [`${unit.toLowerCase()}s`]: Number(count) });
  }
  try {
    const lag = Temporal.Duration.from(text.trim());
    if (lag.sign >= 0) return lag;
  } catch (cause) {
    throw unreadable(text, cause);
  }
  throw unreadable(text);
}

/** When a value is assumed to be known: the lag after the end of its period in a zone. */
export function assumedRelease(
  observationDate: string,
  { frequency, lag, zone }: {
    readonly frequency: Frequency;
    readonly lag: Temporal.Duration;
    readonly zone: string;
  },
): Date {
  const end = Temporal.PlainDate.from(lastDay(observationDate, frequency)).add({ days: 1 });
  return new Date(end.toZonedDateTime(zone).add(lag).epochMilliseconds);
}

function unreadable(text: string, cause?: unknown): ConfigError {
  return new ConfigError(
    `Cannot read "${text}" as a publication lag: it is no duration, write it like "20 days" or P1M`,
    { cause },
  );
}
