import type { Queryable } from "../../../src/base/sql/mod.ts";
import {
  appendVintages,
  backfill,
  insertRows,
  type VintageInput,
} from "../../../src/ingest/mod.ts";
import type { WriteTarget } from "../../../src/ingest/stage/write_target.ts";
import { type macroSeries, marketData } from "../../../src/schema/mod.ts";
import { bar } from "../../integration/ingest_support.ts";
import type { JournalEntry } from "../journal.ts";

/** The rows with the numbers from `from`, up to `to`. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** A kind of writer: its rows have numbers, and any part of them can be written any number of times. */
export interface WriterKind {
  /** The function of the library that writes. */
  readonly name: string;
  /** Writes a part, and returns how many rows that inserted. */
  write(target: WriteTarget, part: Part): Promise<number>;
  /** What the journal notes of a part. */
  entries(part: Part): JournalEntry[];
  /** Reads everything that is stored. */
  stored(client: Queryable): Promise<JournalEntry[]>;
}

const DAY = 86_400_000;

/** A value that no other row has. */
function valueOf(n: number): number {
  return 100 + n / 64;
}

function each<Item>({ from, to }: Part, make: (n: number) => Item): Item[] {
  return Array.from({ length: to - from }, (_, i) => make(from + i));
}

/** The daily bar with a number: 50 instruments, one day after the other. */
export function numberedBar(n: number) {
  return bar(n % 50 + 1, Math.floor(n / 50), valueOf(n));
}

/** What the journal notes of a bar. */
export function barEntry({ instrumentId, timestamp, close }: ReturnType<typeof bar>): JournalEntry {
  return { key: `${instrumentId} ${new Date(timestamp).toISOString()}`, value: String(close) };
}

/** Reads the stored bars. */
export async function storedBars(client: Queryable): Promise<JournalEntry[]> {
  const { rows } = await client.query<{ id: number; at: Date; close: number }>(
    "select instrument_id as id, timestamp as at, close from market_data",
  );
  return rows.map(({ id, at, close }) => ({
    key: `${id} ${new Date(at).toISOString()}`,
    value: String(close),
  }));
}

const bars: WriterKind = {
  name: "insertRows",
  write: async (target, part) =>
    (await insertRows(target, marketData, each(part, numberedBar))).inserted,
  entries: (part) => each(part, numberedBar).map(barEntry),
  stored: storedBars,
};

/** The vintage with a number: 20 series of 10 months each, revised day by day. */
export function numberedVintage(n: number): VintageInput<typeof macroSeries> & {
  readonly releaseTime: Date;
} {
  const round = Math.floor(n / 20);
  return {
    seriesId: n % 20 + 1,
    observationDate: new Date(Date.UTC(2020, round % 10, 1)).toISOString().slice(0, 10),
    value: valueOf(n),
    releaseTime: new Date(Date.UTC(2021, 0, 1, 13, 30) + Math.floor(round / 10) * DAY),
  };
}

/** What the journal notes of a vintage. */
export function vintageEntry(
  { seriesId, observationDate, releaseTime, value }: ReturnType<typeof numberedVintage>,
): JournalEntry {
  return {
    key: `${seriesId} ${observationDate} ${releaseTime.toISOString()}`,
    value: String(value),
  };
}

/** Reads the stored vintages. */
export async function storedVintages(client: Queryable): Promise<JournalEntry[]> {
  const { rows } = await client.query<{ id: number; day: string; at: Date; value: number }>(
    `select series_id as id, observation_date::text as day, release_time as at, value
    from macro_series`,
  );
  return rows.map(({ id, day, at, value }) => ({
    key: `${id} ${day} ${new Date(at).toISOString()}`,
    value: String(value),
  }));
}

const vintages: WriterKind = {
  name: "appendVintages",
  write: async (target, part) =>
    (await appendVintages(target, each(part, numberedVintage))).inserted,
  entries: (part) => each(part, numberedVintage).map(vintageEntry),
  stored: storedVintages,
};

const FIRST_MINUTE = Date.UTC(2022, 0, 3);

function candle(n: number) {
  const close = valueOf(n);
  return {
    time: new Date(FIRST_MINUTE + n * 60_000),
    open: close,
    high: close + 1,
    low: close - 1,
    close,
    volume: n,
  };
}

const candles: WriterKind = {
  name: "backfill",
  write: async (target, { from, to }) => {
    const minute = (n: number) => new Date(FIRST_MINUTE + n * 60_000);
    const numberOf = (time: Date) => (time.getTime() - FIRST_MINUTE) / 60_000;
    const { inserted } = await backfill(target, {
      exchange: "coinbase",
      symbol: "BTC-USD",
      timeframe: "1m",
      from: minute(from),
      to: minute(to),
      candlesPerFetch: 40,
      fetch: (window) => each({ from: numberOf(window.from), to: numberOf(window.to) }, candle),
    });
    return inserted;
  },
  entries: (part) =>
    each(part, candle).map(({ time, close }) => ({
      key: time.toISOString(),
      value: String(close),
    })),
  stored: async (client) => {
    const { rows } = await client.query<{ at: Date; close: number }>(
      "select time as at, close from ohlcv",
    );
    return rows.map(({ at, close }) => ({
      key: new Date(at).toISOString(),
      value: String(close),
    }));
  },
};

/** The three ways to write: bars, vintages and candles. */
export const writerKinds: readonly WriterKind[] = [bars, vintages, candles];
