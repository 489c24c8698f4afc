import type { FredVintage } from "./history.ts";

/**
 * Returns what was known about a series at the end of a day, just by reading its vintages in order.
 * Fetched data is compared with it, so it shares no code with the stand-in. Missing values are
 * null; observations removed by a vintage are absent.
 */
export function knownOn(
  history: { readonly vintages: readonly FredVintage[] },
  vintageDate: string,
): Map<string, number | null> {
  const known = new Map<string, number | null>();
  for (const vintage of history.vintages) {
    if (vintage.vintageDate > vintageDate) continue;
    for (const [date, value] of Object.entries(vintage.observations)) {
      if (value === null) known.delete(date);
      else known.set(date, value === "." ? null : Number(value));
    }
  }
  return new Map([...known].sort(([a], [b]) => a < b ? -1 : 1));
}
