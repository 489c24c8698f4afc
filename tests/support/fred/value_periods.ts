import { type FredHistory, MAX_DATE } from "./history.ts";

/** A value and its real-time period, closed at both ends. */
export interface ValuePeriod {
  readonly date: string;
  readonly value: string;
  readonly start: string;
  readonly end: string;
}

/** The data that ALFRED has for a series on a day. */
export interface Archive {
  /** Sorted by observation date, then by start. */
  readonly periods: readonly ValuePeriod[];
  /** The days on which a value appeared, changed or disappeared; only these are vintage dates. */
  readonly vintageDates: readonly string[];
}

/** Returns the data that ALFRED has for a series on a day. */
export function archiveOn(history: FredHistory, today: string): Archive {
  const published = history.vintages.filter(({ vintageDate }) => vintageDate <= today);
  const known = archives.get(history);
  if (known?.vintages === published.length) return known.archive;
  const archive = readArchive(published);
  archives.set(history, { vintages: published.length, archive });
  return archive;
}

// A series of 10,000 vintages is read once per day of the stand-in's clock, not for each request.
const archives = new WeakMap<
  FredHistory,
  { readonly vintages: number; readonly archive: Archive }
>();

function readArchive(vintages: FredHistory["vintages"]): Archive {
  const open = new Map<string, { readonly value: string; readonly start: string }>();
  const ended: ValuePeriod[] = [];
  const vintageDates = new Set<string>();
  for (const { vintageDate, observations } of vintages) {
    for (const [date, value] of Object.entries(observations)) {
      const before = open.get(date);
      if (value === (before?.value ?? null)) continue;
      vintageDates.add(vintageDate);
      // A value that lasted less than a day has no real-time period.
      if (before !== undefined && before.start < vintageDate) {
        ended.push({ date, ...before, end: dayBefore(vintageDate) });
      }
      if (value === null) open.delete(date);
      else open.set(date, { value, start: vintageDate });
    }
  }
  const standing = [...open].map(([date, one]) => ({ date, ...one, end: MAX_DATE }));
  const order = ({ date, start }: ValuePeriod) => `${date} ${start}`;
  const periods = [...ended, ...standing].sort((a, b) => order(a) < order(b) ? -1 : 1);
  return { periods, vintageDates: [...vintageDates] };
}

function dayBefore(day: string): string {
  return Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
}
