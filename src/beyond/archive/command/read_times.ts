import { ConfigError } from "../../../base/errors.ts";
import { dateOf, parseInstant } from "../../../base/time/instant.ts";
import { intervalMicroseconds, parseInterval } from "../../../timescale/mod.ts";

/**
 * Reads a day, its first instant in UTC, or an instant with its zone.
 *
 * @throws {ConfigError} If it is neither.
 */
export function readTime(flag: string, text: string | undefined): Date {
  if (text === undefined) {
    throw new ConfigError(`Cannot restore: --${flag} is missing, give a day or an instant`);
  }
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
  try {
    return dateOf(parseInstant(day));
  } catch {
    throw new ConfigError(
      `Cannot read --${flag}=${text}: want a day such as 2024-01-01, or an instant with its zone`,
    );
  }
}

/**
 * Reads `--older-than`: an age, a day or an instant.
 *
 * @throws {ConfigError} If it is none of these.
 */
export function readAge(text: string | undefined, now: Date): Date {
  if (text === undefined) {
    throw new ConfigError(
      'Cannot archive: --older-than is missing, give an age such as "180 days"',
    );
  }
  if (/^\d{4}-\d\d-\d\d/.test(text)) return readTime("older-than", text);
  try {
    return new Date(now.getTime() - intervalMicroseconds(parseInterval(text)) / 1000);
  } catch {
    throw new ConfigError(
      `Cannot read --older-than=${text}: want an age such as "180 days", a day or an instant`,
    );
  }
}
