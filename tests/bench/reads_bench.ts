import {
  barsSql,
  crossSectionSql,
  latestBarsSql,
  latestSql,
  panelSql,
  vintageSql,
} from "./reads_plain.ts";
import { INSTRUMENTS, SERIES } from "./reads_data.ts";
import type { Database } from "../../src/database/mod.ts";
import { bars, latestBars } from "../../src/market/mod.ts";
import { asOf, calendar, crossSection, latest, panel } from "../../src/point_in_time/mod.ts";

/** One of our reads and the best handwritten statement, on the same pool. */
export interface ReadBenchmark {
  /** What is read. */
  readonly name: string;
  /** What it is compared with. */
  readonly against: string;
  /** The bound for the ratio of the times. */
  readonly target: number;
  /** How often each is run. */
  readonly rounds: number;
  /** Runs our read once and returns how much it read. */
  ours(database: Database): Promise<number>;
  /** Runs the handwritten statement once and returns how much it read. */
  plain(database: Database): Promise<number>;
}

const at = "2024-06-14T21:00:00Z";
const youngest = "2024-06-15";
const oldest = "2024-02-15";
const series = Array.from({ length: SERIES }, (_, i) => i + 1);
const instruments = Array.from({ length: INSTRUMENTS }, (_, i) => i + 1);
// Ten monthly series and ten daily ones, on each weekday of ten years.
const mixed = [...series.slice(0, 9), 11, ...series.filter((id) => id % 10 === 0).slice(0, 10)];
const closes = calendar({
  from: "2016-01-01",
  to: "2025-12-30",
  time: "18:00",
  timeZone: "America/Sao_Paulo",
});
const barAt = "2026-01-01T00:00:00.000Z";

/** What the reads ask for. */
export const asked = { at, series, mixed, closes, barAt };

/** The reads, each with the best handwritten statement. */
export const readBenchmarks: readonly ReadBenchmark[] = [
  {
    name: "latest of one series",
    against: "order by … limit 1, bounded, prepared",
    target: 1.2,
    rounds: 200,
    ours: async (database) =>
      await latest(database, { series: 7, at, maxAge: "120 days" }) === null ? 0 : 1,
    plain: (database) => query(database, "latest", latestSql, [7, at, oldest, youngest]),
  },
  {
    name: "asOf, a whole vintage, monthly",
    against: "distinct on, prepared",
    target: 1.2,
    rounds: 100,
    ours: async (database) => (await asOf(database, { series: 7, at })).length,
    plain: (database) => query(database, "vintage", vintageSql, [7, at]),
  },
  {
    name: "asOf, a whole vintage, daily",
    against: "distinct on, prepared",
    target: 1.2,
    rounds: 50,
    ours: async (database) => (await asOf(database, { series: 10, at })).length,
    plain: (database) => query(database, "vintage", vintageSql, [10, at]),
  },
  {
    name: `crossSection of ${SERIES} series`,
    against: "a bounded lateral, prepared",
    target: 1.2,
    rounds: 50,
    ours: async (database) =>
      (await crossSection(database, { series, at, maxAge: "120 days" })).length,
    plain: (database) =>
      query(database, "cross_section", crossSectionSql, [series, at, oldest, youngest]),
  },
  {
    name: `panel of 20 series × ${closes.length} instants`,
    against: "releases and instants merged by window functions",
    target: 1.2,
    rounds: 9,
    ours: async (database) => {
      const rows = await panel(database, { series: mixed, at: closes, maxAge: "120 days" });
      return rows.reduce((sum, { cells }) => sum + cells.filter((cell) => cell !== null).length, 0);
    },
    plain: (database) =>
      query(database, undefined, panelSql, [mixed, closes, closes.at(-1), "2015-09-03"]),
  },
  {
    name: `latestBars of ${INSTRUMENTS} instruments`,
    against: "a lateral, 10 days, prepared",
    target: 1.2,
    rounds: 15,
    ours: async (database) =>
      (await latestBars(database, {
        instruments,
        frequency: "daily",
        at: barAt,
        maxAge: "10 days",
      })).length,
    plain: (database) =>
      query(database, "latest_bars", latestBarsSql, [
        instruments,
        "2025-12-22T00:00:00Z",
        "2025-12-31T00:00:00Z",
      ]),
  },
  {
    name: "bars, ten years of one instrument",
    against: "an index range, prepared",
    target: 1.2,
    rounds: 50,
    ours: async (database) =>
      (await bars(database, {
        instrument: 1,
        frequency: "daily",
        from: "2016-01-01T00:00:00Z",
        to: barAt,
      })).length,
    plain: (database) => query(database, "bars", barsSql, [1, "2016-01-01T00:00:00Z", barAt]),
  },
];

async function query(
  database: Database,
  name: string | undefined,
  text: string,
  values: readonly unknown[],
): Promise<number> {
  const named = name === undefined ? {} : { name: `bench_${name}` };
  return (await database.pool.query({ ...named, text, values: [...values] })).rows.length;
}
