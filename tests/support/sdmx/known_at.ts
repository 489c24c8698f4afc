import type { SdmxSeries } from "./series.ts";

/**
 * Returns what was known about a series at an instant, just by reading its vintages in order. It
 * shares no code with the stand-in. Missing values are null, deleted observations are absent.
 */
export function knownAt(series: SdmxSeries, at: string): Map<string, number | null> {
  const known = new Map<string, number | null>();
  for (const vintage of series.vintages) {
    if (Date.parse(vintage.at) > Date.parse(at)) continue;
    for (const [period, value] of Object.entries(vintage.observations)) {
      if (value === null) known.delete(period);
      else known.set(period, value === "" ? null : Number(value));
    }
  }
  return new Map([...known].sort(([a], [b]) => a < b ? -1 : 1));
}
