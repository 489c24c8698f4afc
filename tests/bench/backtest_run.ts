import { and, eq, lte } from "drizzle-orm";
import { medianPair } from "./measure.ts";
import type { BenchRow } from "./measure.ts";
import { asked } from "./reads_bench.ts";
import { compressReadsData, SERIES, writeReadsData } from "./reads_data.ts";
import { migrations } from "../../migrations/mod.ts";
import { bars } from "../../src/market/mod.ts";
import { openBacktest } from "../../src/backtest/mod.ts";
import { createDatabase, type Database } from "../../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { asOf, crossSection, latest, panel } from "../../src/point_in_time/mod.ts";
import { macroSeries } from "../../src/schema/mod.ts";
import { throwawayDatabase } from "../support/mod.ts";

/** A read that a session and the caller's own connection answer alike. */
interface LockedRead {
  readonly name: string;
  readonly rounds: number;
  /** The bound for the ratio; undefined where it is only reported. */
  readonly target?: number;
  /** Reads and returns how much it read. */
  run(database: Database): Promise<number>;
}

const { at, series, mixed, barAt } = asked;
const closes = asked.closes.filter((instant) => instant.toISOString() <= at);
const maxAge = "120 days";
const released = and(eq(macroSeries.seriesId, 10), lte(macroSeries.releaseTime, new Date(at)));

const reads: readonly LockedRead[] = [
  {
    name: "latest of one series",
    rounds: 200,
    target: 1.3,
    run: async (database) => await latest(database, { series: 7, at, maxAge }) === null ? 0 : 1,
  },
  ...[["monthly", 7], ["daily", 10]].map(([kind, id]): LockedRead => ({
    name: `asOf, a whole vintage, ${kind}`,
    rounds: 100,
    target: 1.3,
    run: async (database) => (await asOf(database, { series: Number(id), at })).length,
  })),
  {
    name: `crossSection of ${SERIES} series`,
    rounds: 50,
    target: 1.3,
    run: async (database) => (await crossSection(database, { series, at, maxAge })).length,
  },
  {
    name: `panel of 20 series × ${closes.length} instants`,
    rounds: 9,
    target: 1.3,
    run: async (database) => {
      const rows = await panel(database, { series: mixed, at: closes, maxAge });
      return rows.reduce((sum, { cells }) => sum + cells.filter((cell) => cell !== null).length, 0);
    },
  },
  {
    name: "a whole series by Drizzle",
    rounds: 50,
    target: 1.3,
    run: async ({ db }) => (await db.select().from(macroSeries).where(released)).length,
  },
  {
    name: "bars, ten years of one instrument",
    rounds: 50,
    target: 1.3,
    run: async (database) => {
      const range = { from: "2016-01-01T00:00:00Z", to: "2024-06-14T00:00:00Z" };
      return (await bars(database, { instrument: 1, frequency: "daily", ...range })).length;
    },
  },
  {
    name: "avg of every value",
    rounds: 9,
    run: async ({ pool }) => {
      const { rows } = await pool.query(
        "select avg(value)::int as n from macro_series where release_time <= $1",
        [at],
      );
      return rows[0].n;
    },
  },
];

/** Options of {@linkcode runBacktest}. */
export interface RunBacktestOptions {
  /** The server; the run creates its own database there and drops it. */
  readonly url: string;
  /** The multiple of the smallest size's rows. */
  readonly scale: number;
  /** The fraction of each read's rounds to run. */
  readonly effort?: number;
  /** Called with each finished row. */
  readonly onRow: (row: BenchRow) => void;
}

/** Measures reads of a time-locked session against the same reads without the lock. */
export async function runBacktest(options: RunBacktestOptions): Promise<void> {
  const { scale, effort = 1, onRow } = options;
  await using given = await throwawayDatabase(options.url);
  await createMigrator({ open: () => openPostgresSession(given.url), migrations }).up();
  const { macroRows, barRows } = await writeReadsData(given.client, { scale });
  await using free = createDatabase({ url: given.url });
  for (const isCompressed of [false, true]) {
    if (isCompressed && !await compressReadsData(given.client)) break;
    const size = `${macroRows + barRows} rows${isCompressed ? ", compressed" : ""}`;
    await using backtest = await openBacktest(free, { at });
    const locked = backtest.database;
    for (const one of reads) {
      const rounds = Math.max(5, Math.round(one.rounds * effort));
      for (let round = 0; round < 7; round++) {
        const [ours, plain] = [await one.run(locked), await one.run(free)];
        if (ours === plain) continue;
        throw new Error(`Cannot compare "${one.name}": locked it read ${ours}, free ${plain}`);
      }
      const times = await medianPair(() => one.run(locked), () => one.run(free), { rounds });
      onRow({
        name: `locked: ${one.name}`,
        against: "without the lock",
        size,
        ...times,
        unit: "ms",
        ratio: times.ours / times.plain,
        target: one.target === undefined ? null : { bound: one.target, kind: "at most" },
      });
    }
  }
  const opened = await medianPair(
    () => openAndClose(free),
    async () => {
      await using database = createDatabase({ url: given.url });
      await database.ping();
    },
    { rounds: 9 },
  );
  onRow({
    name: "open and close a backtest",
    against: "open and close a pool",
    size: "1",
    ...opened,
    unit: "ms",
    ratio: opened.ours / opened.plain,
    target: null,
  });
}

async function openAndClose(database: Database): Promise<void> {
  await using _backtest = await openBacktest(database, { at: barAt });
}
