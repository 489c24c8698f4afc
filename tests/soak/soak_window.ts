import type { VintageInput } from "../../src/ingest/mod.ts";
import type { macroSeries, NewMarketData } from "../../src/schema/mod.ts";
import type { JournalEntry } from "../faults/journal.ts";
import { hashOf } from "../support/random.ts";

/**
 * A part of a soak with rows of its own, which follow from its number and the seed: nothing has to
 * be remembered of it, however long a soak runs.
 */
export interface SoakWindow {
  /** Its number from 0. */
  readonly number: number;
  /** The seed of the soak. */
  readonly seed: number;
}

/** How many instruments and series a soak writes. */
export const INSTRUMENTS = 100;
export const SERIES = 20;

const BAR_DAYS = 60;
const SERIES_DAYS = 30;
const RELEASES = 6;
const DAY_MS = 86_400_000;
const HOUR_OF_RELEASE_MS = 12.5 * 3_600_000;

/** How many rows a window has. */
export const BARS = INSTRUMENTS * BAR_DAYS;
export const VINTAGES = SERIES * SERIES_DAYS * RELEASES;

/** How many of the vintages are first releases: those with the lowest numbers. */
export const FIRST_RELEASES = SERIES * SERIES_DAYS;

/** The instants of a window's bars, from the first to before the second. */
export function barTimes({ number }: SoakWindow): readonly [Date, Date] {
  const first = number * BAR_DAYS * DAY_MS;
  return [new Date(first), new Date(first + BAR_DAYS * DAY_MS)];
}

/** The days of a window's observations, both inclusive. */
export function seriesDays({ number }: SoakWindow): readonly [string, string] {
  const first = number * SERIES_DAYS;
  return [dayText(first), dayText(first + SERIES_DAYS - 1)];
}

/** An instant that no release of a window but the first of each day comes before. */
export function instantOfFirsts({ number }: SoakWindow): Date {
  return new Date((number * SERIES_DAYS + SERIES_DAYS) * DAY_MS + DAY_MS - 1);
}

/** The instants within which a window's values are released. */
export function releaseTimes({ number }: SoakWindow): readonly [Date, Date] {
  const first = number * SERIES_DAYS * DAY_MS;
  return [new Date(first), new Date(first + SERIES_DAYS * (RELEASES + 2) * DAY_MS)];
}

/** Creates the n-th bar of a window. */
export function barAt(window: SoakWindow, n: number): NewMarketData {
  const close = closeAt(window, n);
  return {
    instrumentId: 1 + n % INSTRUMENTS,
    frequency: "daily",
    timestamp: new Date((window.number * BAR_DAYS + Math.floor(n / INSTRUMENTS)) * DAY_MS),
    open: close,
    high: close + 1,
    low: close - 1,
    close,
    volume: n,
  };
}

/** Creates the n-th vintage of a window: first all first releases, then all second ones. */
export function vintageAt(window: SoakWindow, n: number): VintageInput<typeof macroSeries> & {
  readonly seriesId: number;
  readonly observationDate: string;
  readonly releaseTime: Date;
  readonly value: number;
} {
  const [release, place] = [Math.floor(n / FIRST_RELEASES), n % FIRST_RELEASES];
  const day = window.number * SERIES_DAYS + Math.floor(place / SERIES);
  return {
    seriesId: 1 + place % SERIES,
    observationDate: dayText(day),
    releaseTime: new Date((day + 1 + SERIES_DAYS * release) * DAY_MS + HOUR_OF_RELEASE_MS),
    value: valueAt(window, n),
  };
}

/** What the journal says of the n-th bar. */
export function barEntry(window: SoakWindow, n: number): JournalEntry {
  return { key: `bar ${n}`, value: String(closeAt(window, n)) };
}

/** What the journal says of the n-th vintage. */
export function vintageEntry(window: SoakWindow, n: number): JournalEntry {
  return { key: `vintage ${n}`, value: String(valueAt(window, n)) };
}

/** What the journal says of a stored bar. */
export function storedBar(
  { number }: SoakWindow,
  row: { readonly instrumentId: number; readonly epochMs: number; readonly close: number },
): JournalEntry {
  const day = row.epochMs / DAY_MS - number * BAR_DAYS;
  return { key: `bar ${day * INSTRUMENTS + row.instrumentId - 1}`, value: String(row.close) };
}

/** What the journal says of a stored vintage. */
export function storedVintage(
  { number }: SoakWindow,
  row: {
    readonly seriesId: number;
    readonly day: number;
    readonly releaseMs: number;
    readonly value: number | null;
  },
): JournalEntry {
  const release = ((row.releaseMs - HOUR_OF_RELEASE_MS) / DAY_MS - row.day - 1) / SERIES_DAYS;
  const place = (row.day - number * SERIES_DAYS) * SERIES + row.seriesId - 1;
  return { key: `vintage ${release * FIRST_RELEASES + place}`, value: String(row.value) };
}

/** What is to be read of a series of a whole window as of an instant, by day. */
export function knownAt(
  window: SoakWindow,
  seriesId: number,
  at: Date,
): readonly (readonly [day: string, value: number])[] {
  return Array.from({ length: SERIES_DAYS }, (_, day) => {
    const known = Array.from(
      { length: RELEASES },
      (_, release) => vintageAt(window, release * FIRST_RELEASES + day * SERIES + seriesId - 1),
    ).filter(({ releaseTime }) => releaseTime <= at).at(-1);
    return known === undefined ? [] : [[known.observationDate, known.value] as const];
  }).flat();
}

function closeAt({ number, seed }: SoakWindow, n: number): number {
  return 10 + hashOf(seed + number, n) % 1_000_000 / 100;
}

/** No two releases of an observation have one value: each is a revision, whatever comes first. */
function valueAt({ number, seed }: SoakWindow, n: number): number {
  return hashOf(seed - number, n) % 100_000 * RELEASES + Math.floor(n / FIRST_RELEASES);
}

function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
