import type { FredVintage } from "./history.ts";

/**
 * What was known of a series at the end of a day, by reading its vintages in order and no more: the
 * measure for everything that fetches, so it shares no code with the stand-in. Missing values are
 * null; observations that a vintage dropped are absent.
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
