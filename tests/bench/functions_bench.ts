import { SERIES } from "./reads_data.ts";
import { asked } from "./reads_bench.ts";
import type { ReadBenchmark } from "./reads_bench.ts";
import type { Database } from "../../src/database/mod.ts";
import { bars } from "../../src/market/mod.ts";
import { asOf, crossSection, latest, panel } from "../../src/point_in_time/mod.ts";

const { at, series, mixed, closes, barAt } = asked;
const maxAge = "120 days";

// Both send numbers for days and instants: a driver takes as long to parse a date as the server to
// find it.
const observation = "observation_date - date '1970-01-01', value, date_part('epoch', release_time)";
const bar = `date_part('epoch', "timestamp"), open, high, low, close, volume, adjusted_close`;

/** The SQL functions, each against the same read of the library, on the same pool. */
export const functionBenchmarks: readonly ReadBenchmark[] = [
  {
    name: "strata.latest of one series",
    against: "latest of the library",
    target: 1.2,
    rounds: 200,
    ours: (database) =>
      call(database, observation, "latest('bench/B7', $1::timestamptz, max_age => '120 days')", [
        at,
      ]),
    plain: async (database) =>
      await latest(database, { series: { source: "bench", code: "B7" }, at, maxAge }) === null
        ? 0
        : 1,
  },
  ...[["monthly", 7], ["daily", 10]].map(([kind, id]): ReadBenchmark => ({
    name: `strata.as_of, ${kind}`,
    against: "asOf of the library",
    target: 1.2,
    rounds: 100,
    ours: (database) =>
      call(database, observation, "as_of($1, $2::timestamptz)", [`bench/B${id}`, at]),
    plain: async (database) =>
      (await asOf(database, { series: { source: "bench", code: `B${id}` }, at })).length,
  })),
  {
    name: `strata.cross_section of ${SERIES} series`,
    against: "crossSection of the library",
    target: 1.2,
    rounds: 50,
    ours: (database) =>
      call(
        database,
        observation,
        "cross_section($1::int[], $2::timestamptz, max_age => '120 days')",
        [series, at],
      ),
    plain: async (database) => (await crossSection(database, { series, at, maxAge })).length,
  },
  {
    name: `strata.panel of 20 series × ${closes.length} instants`,
    against: "panel of the library",
    target: 1.2,
    rounds: 15,
    ours: (database) =>
      call(
        database,
        `series_id, date_part('epoch', as_of), ${observation}`,
        "panel($1::int[], $2::timestamptz[], max_age => '120 days')",
        [mixed, closes],
      ),
    plain: async (database) => {
      const rows = await panel(database, { series: mixed, at: closes, maxAge });
      return rows.reduce((sum, { cells }) => sum + cells.length, 0);
    },
  },
  {
    name: "strata.bars, ten years of one instrument",
    against: "bars of the library",
    target: 1.2,
    rounds: 50,
    ours: (database) =>
      call(database, bar, "bars($1, 'daily', $2, $3)", ["B1", "2016-01-01T00:00:00Z", barAt]),
    plain: async (database) =>
      (await bars(database, {
        instrument: "B1",
        frequency: "daily",
        from: "2016-01-01T00:00:00Z",
        to: barAt,
      })).length,
  },
];

/** Calls a function as the library runs its reads: as a named statement. */
async function call(
  { pool }: Database,
  columns: string,
  text: string,
  values: readonly unknown[],
): Promise<number> {
  const found = await pool.query({
    name: `bench_${text.slice(0, 40)}`,
    text: `select ${columns} from strata.${text}`,
    values: [...values],
  });
  return found.rows.length;
}
