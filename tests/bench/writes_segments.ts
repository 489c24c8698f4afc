import { type SQL, sql } from "drizzle-orm";
import { type BenchRow, medianPair } from "./measure.ts";
import { migrations } from "../../migrations/mod.ts";
import { createDatabase, type Database } from "../../src/database/mod.ts";
import { insertRows } from "../../src/ingest/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { type NewOhlcv, ohlcv } from "../../src/schema/mod.ts";
import { throwawayDatabase } from "../support/mod.ts";

/** Options of {@linkcode runSegments}. */
export interface RunSegmentsOptions {
  /** A Community server; the run creates its own databases there and drops them. */
  readonly url: string;
  /** How many symbols; 50 by default. */
  readonly symbols?: number;
  /** How many days of one-minute candles; 10 by default. */
  readonly days?: number;
}

/** As in the migrations: a segment per symbol, with 1,440 one-minute candles in a chunk. */
const BY_SYMBOL = { segmentBy: "exchange, symbol, timeframe", orderBy: "time desc" };
/** The alternative: few segments, ordered by symbol first. */
const BY_EXCHANGE = { segmentBy: "exchange, timeframe", orderBy: "symbol, time desc" };

/** Compares ways to segment `ohlcv`; returns nothing on a server that cannot compress. */
export async function runSegments(options: RunSegmentsOptions): Promise<readonly BenchRow[]> {
  const { symbols = 50, days = 10 } = options;
  await using first = await throwawayDatabase(options.url);
  await using second = await throwawayDatabase(options.url);
  const { rows: licenses } = await first.client.query<{ license: string | null }>(
    "select current_setting('timescaledb.license', true) as license",
  );
  if (licenses[0]?.license !== "timescale") return [];
  await using ours = await migrated(first.url);
  await using plain = await migrated(second.url);
  const pair = { ours, plain };
  await segment(ours, BY_SYMBOL);
  await segment(plain, BY_EXCHANGE);
  const size = `${(symbols * days * 1_440).toLocaleString("en-US")} candles of ${symbols} symbols`;
  const rows: BenchRow[] = [];
  const add = (
    what: string,
    unit: BenchRow["unit"],
    taken: { readonly ours: number; readonly plain: number },
  ): void => {
    rows.push({
      name: `ohlcv in segments by symbol: ${what}`,
      against: "by exchange and timeframe",
      size,
      ...taken,
      unit,
      ratio: taken.ours / taken.plain,
      target: null,
    });
  };
  const candles = candlesSql(symbols, days);
  await each(pair, async (database) => {
    await database.db.execute(sql`select setseed(0.5)`);
    await database.db.execute(sql.raw(candles));
  });
  add("compressing", "ms", {
    ours: await timed(() => compress(ours)),
    plain: await timed(() => compress(plain)),
  });
  add("size, compressed", "MiB", { ours: await sizeMib(ours), plain: await sizeMib(plain) });
  for (const [what, rounds, work] of await works(ours, symbols)) {
    add(what, "ms", await medianPair(() => work(ours), () => work(plain), { rounds }));
  }
  return rows;
}

type Work = (database: Database) => Promise<unknown>;

async function works(
  database: Database,
  symbols: number,
): Promise<readonly (readonly [what: string, rounds: number, work: Work])[]> {
  const read = (query: SQL): Work => async (database) => await database.db.execute(query);
  const one = sql`symbol = 'SYM-7' and exchange = 'binance' and timeframe = '1m'`;
  const day = await database.db.select().from(ohlcv)
    .where(sql`time >= '2024-01-02' and time < '2024-01-03'`);
  // Half a minute off, between the times of a batch: the server must look into the batches.
  const late = day.slice(0, 480).map((row): NewOhlcv => ({
    ...row,
    time: new Date(row.time.getTime() + 30_000),
  }));
  return [
    ["every candle of one symbol", 15, read(sql`select * from ohlcv where ${one} order by time`)],
    [
      "an hour of one symbol",
      25,
      read(
        sql`select * from ohlcv where ${one} and time >= '2024-01-02 10:00Z'
          and time < '2024-01-02 11:00Z' order by time`,
      ),
    ],
    [
      "the latest candle of every symbol",
      15,
      read(
        sql`select l.* from (select 'SYM-' || i as symbol from generate_series(1, ${symbols}::int) i) s,
          lateral (select * from ohlcv o where o.symbol = s.symbol and o.exchange = 'binance'
            and o.timeframe = '1m' order by time desc limit 1) l`,
      ),
    ],
    [
      "a minute of every symbol",
      15,
      read(sql`select * from ohlcv where time = '2024-01-02 10:00Z'`),
    ],
    [
      "a day of every symbol again",
      5,
      async (database) => {
        const { unchanged } = await insertRows(database, ohlcv, day);
        if (unchanged !== day.length) throw new Error(`Cannot compare: ${unchanged} were there`);
      },
    ],
    ["480 late candles, once and again", 5, (database) => insertRows(database, ohlcv, late)],
  ];
}

async function migrated(url: string): Promise<Database> {
  await createMigrator({ open: () => openPostgresSession(url), migrations }).up();
  return createDatabase({ url });
}

async function each(
  pair: { readonly ours: Database; readonly plain: Database },
  work: (database: Database) => Promise<unknown>,
): Promise<void> {
  for (const database of [pair.ours, pair.plain]) await work(database);
}

async function segment(
  { db }: Database,
  { segmentBy, orderBy }: { readonly segmentBy: string; readonly orderBy: string },
): Promise<void> {
  await db.execute(sql`select remove_compression_policy('ohlcv')`);
  await db.execute(sql.raw(
    `alter table ohlcv set (timescaledb.compress_segmentby = '${segmentBy}',
      timescaledb.compress_orderby = '${orderBy}')`,
  ));
}

async function compress({ db }: Database): Promise<void> {
  await db.execute(
    sql`select compress_chunk(chunk) from show_chunks('ohlcv') chunk order by chunk`,
  );
  await db.execute(sql`analyze ohlcv`);
}

/** Prices that wander as real ones do, in cents, with volumes. */
function candlesSql(symbols: number, days: number): string {
  return `insert into ohlcv (exchange, symbol, timeframe, time, open, high, low, close, volume)
    select 'binance', 'SYM-' || s, '1m', '2024-01-01'::timestamptz + m * interval '1 minute',
      round(o::numeric, 2), round((greatest(o, c) + abs(random()))::numeric, 2),
      round((least(o, c) - abs(random()))::numeric, 2), round(c::numeric, 2),
      round((random() * 50 * (1 + sin(m / 700.0)))::numeric, 8)
    from (
      select s, m, c, lag(c, 1, 100.0 * s) over (partition by s order by m) as o
      from (
        select s, m, 100.0 * s + sum(random() - 0.5) over (partition by s order by m) as c
        from generate_series(1, ${symbols}) s, generate_series(0, ${days * 1440 - 1}) m
      ) walk
    ) candles`;
}

async function sizeMib({ db }: Database): Promise<number> {
  const { rows } = await db.execute(sql`select hypertable_size('ohlcv') as bytes`);
  return Number(rows[0]?.["bytes"]) / 2 ** 20;
}

async function timed(work: () => PromiseLike<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
