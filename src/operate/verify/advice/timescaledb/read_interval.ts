import { intervalMicroseconds, parseInterval } from "../../../../timescale/mod.ts";

/**
 * The length of an interval in a policy's config, in milliseconds. Null where it has none, where it
 * is a number of an integer time column, or where it is not in the past.
 */
export function readInterval(value: unknown): number | null {
  if (typeof value !== "string" || value.includes("-")) return null;
  if (/^00:00(:00)?$/.test(value)) return 0;
  try {
    return intervalMicroseconds(parseInterval(value)) / 1_000;
  } catch {
    // Not an interval, such as a number in quotes: there is nothing to compare with instants.
    return null;
  }
}
