import { sql } from "drizzle-orm";
import { type BenchRow, median, medianPair } from "./measure.ts";
import {
  barsOfDays,
  compressBars,
  countLooseBars,
  dailyBars,
  INSTRUMENTS,
  prepareWrites,
  writeCsv,
} from "./writes_data.ts";
import { migrations } from "../../migrations/mod.ts";
import { createDatabase, type Database } from "../../src/database/mod.ts";
import { insertRows } from "../../src/ingest/mod.ts";
import { runPsql } from "./run_psql.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { marketData, type NewMarketData } from "../../src/schema/mod.ts";
import { throwawayDatabase } from "../support/mod.ts";

/** Options of {@linkcode runWrites}. */
export interface RunWritesOptions {
  /** The server; the run creates its own database there and drops it. */
  readonly url: string;
  /** The multiples of 75,000 rows; 1, 4 and 16 by default, where 4 is the target's 300,000. */
  readonly scales?: readonly number[];
  /** How often each load is run; 6 by default, and 3 for the largest. */
  readonly rounds?: number;
  /** Called with each finished row. */
  readonly onRow?: (row: BenchRow) => void;
}

/** The smallest load. */
const ROWS = 75_000;

/**
 * Measures the writing of daily bars compared with psql's `\copy`, the writing of the same rows
 * again, and writing into compressed chunks.
 */
export async function runWrites(options: RunWritesOptions): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  const add = (row: BenchRow): void => {
    rows.push(row);
    options.onRow?.(row);
  };
  for (const scale of options.scales ?? [1, 4, 16]) {
    await using given = await throwawayDatabase(options.url);
    await createMigrator({ open: () => openPostgresSession(given.url), migrations }).up();
    await prepareWrites(given.client);
    await using database = createDatabase({ url: given.url });
    const count = ROWS * scale;
    const load = {
      database,
      url: given.url,
      count,
      rounds: options.rounds ?? (scale < 16 ? 6 : 3),
    };
    const firstMs = await measureNew(load, add);
    add(await measureAgain(load, firstMs, ""));
    if (!await compressBars(given.client)) continue;
    add(await measureAgain(load, firstMs, ", compressed"));
    const loose = await countLooseBars(given.client);
    if (loose > 0) throw new Error(`Loading the same again decompressed ${loose} rows`);
    add(await measureHoles(load));
  }
  return rows;
}

interface Load {
  readonly database: Database;
  readonly url: string;
  readonly count: number;
  readonly rounds: number;
}

/** New rows by `insertRows` and `\copy` in turn; the rows of the last round stay. */
async function measureNew(load: Load, add: (row: BenchRow) => void): Promise<number> {
  const { database, url, count, rounds } = load;
  const file = await Deno.makeTempFile({ suffix: ".csv" });
  try {
    await writeCsv(file, dailyBars(count));
    const times = { plain: [] as number[], each: [] as number[], ours: [] as number[] };
    let peakMib = 0;
    const ways: readonly (readonly [keyof typeof times, () => Promise<unknown>])[] = [
      ["plain", () => runPsql(url, ["-c", `\\copy market_data from '${file}' csv`])],
      ["each", () => insertRows(database, marketData, dailyBars(count), { commitEach: true })],
      ["ours", async () => {
        const memory = await withPeak(() => insertRows(database, marketData, dailyBars(count)));
        peakMib = Math.max(peakMib, memory.peakMib);
      }],
    ];
    for (let round = 0; round < rounds; round++) {
      // Each one is first, second and last equally often, because the disk's state keeps changing.
      const turn = round % ways.length;
      for (const [way, work] of [...ways.slice(turn), ...ways.slice(0, turn)]) {
        times[way].push(await fresh(database, work));
      }
    }
    const { ours, plain, each } = times;
    const rate = (taken: readonly number[]): number => 1_000 * count / median(taken);
    const row = (name: string, taken: readonly number[], note: string): BenchRow => ({
      name,
      against: "psql \\copy",
      size: `${count.toLocaleString("en-US")} rows${note}`,
      ours: rate(taken),
      plain: rate(plain),
      unit: "rows/s",
      ratio: rate(taken) / rate(plain),
      target: { bound: 0.7, kind: "at least" },
    });
    add(row("insertRows, new daily bars", ours, `, at most ${peakMib} MiB more`));
    add(row("insertRows, new daily bars, one commit per batch", each, ""));
    return median(ours);
  } finally {
    await Deno.remove(file);
  }
}

/** The same rows again: nothing is written, and no batch is decompressed. */
async function measureAgain(
  { database, count, rounds }: Load,
  firstMs: number,
  note: string,
): Promise<BenchRow> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    const { unchanged } = await insertRows(database, marketData, dailyBars(count));
    times.push(performance.now() - begun);
    if (unchanged !== count) {
      throw new Error(`Cannot compare: ${unchanged} of ${count} rows were there`);
    }
  }
  const ours = median(times);
  return {
    name: "insertRows, the same again",
    against: "its own first load",
    size: `${count.toLocaleString("en-US")} rows${note}`,
    ours,
    plain: firstMs,
    unit: "ms",
    ratio: ours / firstMs,
    target: { bound: 1, kind: "at most" },
  };
}

/** 4,800 existing rows with 480 new ones among them, into compressed chunks, rolled back. */
async function measureHoles({ database, count, rounds }: Load): Promise<BenchRow> {
  const days = Math.ceil(count / INSTRUMENTS);
  const middle = Math.floor(days / 2);
  const there = [...barsOfDays(middle, middle + 20)].slice(0, 4_800);
  // At noon, between the times of a batch: the server must look into the batches before it inserts.
  const absent = [...barsOfDays(middle, middle + 2)].slice(0, 480)
    .map((row) => ({ ...row, timestamp: new Date(row.timestamp.getTime() + 43_200_000) }));
  const rows = [...there, ...absent];
  const times = await medianPair(
    () => rolledBack(database, (tx) => insertRows(tx, marketData, rows)),
    () => rolledBack(database, (tx) => tx.execute(antiJoin(rows))),
    { rounds: rounds * 5 },
  );
  return {
    name: "insertRows, 4,800 there and 480 new into compressed chunks",
    against: "a bounded anti-join by hand",
    size: `${count.toLocaleString("en-US")} rows, compressed`,
    ...times,
    unit: "ms",
    ratio: times.ours / times.plain,
    target: { bound: 1.5, kind: "at most" },
  };
}

type Transaction = Parameters<Parameters<Database["db"]["transaction"]>[0]>[0];

async function rolledBack(
  database: Database,
  work: (tx: Transaction) => PromiseLike<unknown>,
): Promise<void> {
  const done = new Error("rolled back intentionally");
  await database.db.transaction(async (tx) => {
    await tx.execute(sql`set local timescaledb.max_tuples_decompressed_per_dml_transaction = 0`);
    await work(tx);
    throw done;
  }).catch((error) => {
    if (error !== done) throw error;
  });
}

function antiJoin(rows: readonly NewMarketData[]) {
  const list = (values: readonly unknown[]) => sql.param(values);
  const column = (key: keyof NewMarketData) => list(rows.map((row) => row[key]));
  const times = rows.map(({ timestamp }) => new Date(timestamp).getTime());
  const instants = list(times.map((time) => new Date(time).toISOString()));
  const low = new Date(Math.min(...times)).toISOString();
  const high = new Date(Math.max(...times)).toISOString();
  const ids = [...new Set(rows.map(({ instrumentId }) => instrumentId))];
  return sql`insert into market_data
      (instrument_id, frequency, timestamp, open, high, low, close, volume, adjusted_close)
    select * from unnest(${column("instrumentId")}::int[], ${column("frequency")}::text[],
      ${instants}::timestamptz[], ${column("open")}::float8[], ${column("high")}::float8[],
      ${column("low")}::float8[], ${column("close")}::float8[], ${column("volume")}::float8[],
      ${column("adjustedClose")}::float8[])
      as g (instrument_id, frequency, timestamp, open, high, low, close, volume, adjusted_close)
    where not exists (
      select from market_data t
      where t.instrument_id = any(${list(ids)}::int[])
        and t.frequency = 'daily'
        and t.timestamp between ${low}::timestamptz and ${high}::timestamptz
        and (t.instrument_id, t.frequency, t.timestamp)
          = (g.instrument_id, g.frequency, g.timestamp)
    )
    on conflict do nothing`;
}

/** Runs a load into an empty table and returns its time in milliseconds. */
async function fresh(database: Database, work: () => Promise<unknown>): Promise<number> {
  await database.pool.query("truncate market_data");
  // Without it, the second load would pay for writing the pages that the first one left.
  await database.pool.query("checkpoint").catch(() => {});
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** Returns the peak memory of the process while some work ran, beyond what it held before. */
async function withPeak<T>(work: () => Promise<T>): Promise<{ result: T; peakMib: number }> {
  const before = Deno.memoryUsage().rss;
  let peak = before;
  const look = (): void => {
    peak = Math.max(peak, Deno.memoryUsage().rss);
  };
  const timer = setInterval(look, 20);
  try {
    const result = await work();
    look();
    return { result, peakMib: Math.round((peak - before) / 2 ** 20) };
  } finally {
    clearInterval(timer);
  }
}
