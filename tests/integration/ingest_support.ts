import { sql } from "drizzle-orm";
import {
  dataSources,
  instruments,
  type NewMarketData,
  seriesMetadata,
} from "../../src/schema/mod.ts";
import { isRepeatableRead } from "../../src/database/mod.ts";
import { retry } from "../../src/base/resilience/mod.ts";
import { type MigratedTest, migratedTest } from "./schema_support.ts";

/** Declares a test on any server, and on each Community server. */
export function writeTest(name: string, run: (database: MigratedTest) => Promise<void>): void {
  migratedTest("timescaledb", name, seeded(run));
  communityTest(`${name}, on Community`, run);
}

/** Declares a test on each Community server, with the compression jobs paused. */
export function communityTest(name: string, run: (database: MigratedTest) => Promise<void>): void {
  migratedTest("community", name, async (database) => {
    await database.client.query(
      `select alter_job(job_id, scheduled => false) from timescaledb_information.jobs
        where hypertable_name is not null`,
    );
    await seeded(run)(database);
  });
}

/** Adds 50 instruments and 20 series to the database, with ids from 1. */
export function seeded(run: (database: MigratedTest) => Promise<void>) {
  return async (database: MigratedTest): Promise<void> => {
    const { db } = database;
    await db.insert(instruments).values(Array.from({ length: 50 }, (_, i) => ({
      ticker: `T${i + 1}`,
      name: `Instrument ${i + 1}`,
      assetClass: "equity" as const, // not a string at large
      country: "US" as const, // not a string at large
      currency: "USD",
    })));
    await db.insert(dataSources).values({ name: "Source" });
    await db.insert(seriesMetadata).values(Array.from({ length: 20 }, (_, i) => ({
      sourceId: 1,
      seriesCode: `S${i + 1}`,
      name: `Series ${i + 1}`,
      frequency: "monthly" as const, // not a string at large
      country: "US" as const, // not a string at large
      unit: "index",
      releaseTimezone: "America/New_York",
    })));
    await run(database);
  };
}

const FIRST_DAY = Date.UTC(2020, 0, 1);

/** Creates the daily bar of an instrument for the n-th day from 2020-01-01. */
export function bar(instrumentId: number, day: number, close = 100 + day / 10): NewMarketData {
  return {
    instrumentId,
    frequency: "daily",
    timestamp: new Date(FIRST_DAY + day * 86_400_000),
    open: close - 1,
    high: close + 2,
    low: close - 2,
    close,
    volume: 1_000 * instrumentId + day,
  };
}

/** Creates daily bars for instruments from 1, for the given number of days each. */
export function bars(count: number, days: number): NewMarketData[] {
  return Array.from({ length: count * days }, (_, i) => bar(Math.floor(i / days) + 1, i % days));
}

/** Returns the items in a shuffled order that is always the same. */
export function shuffled<Item>(items: readonly Item[], seed = 1): Item[] {
  const random = () => {
    seed = seed * 1_103_515_245 + 12_345 & 0x7fffffff;
    return seed;
  };
  return items.map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}

/** Yields items one by one, as an asynchronous source. */
export async function* stream<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  let count = 0;
  for (const item of items) {
    if (count++ % 1_000 === 0) await Promise.resolve();
    yield item;
  }
}

/**
 * Counts the rows of a table, and retries if a policy won a deadlock or a test killed the
 * connection.
 */
export async function countRows({ db }: MigratedTest, table: string): Promise<number> {
  const count = sql`select count(*)::int as n from ${sql.identifier(table)}`;
  const { rows } = await retry(async () => await db.execute<{ n: number }>(count), {
    isRepeatable: isRepeatableRead,
    firstDelayMs: 100,
  });
  return rows[0]?.n ?? -1;
}

/** Compresses every chunk of a hypertable, oldest first. */
export async function compress({ client }: MigratedTest, table: string): Promise<void> {
  await client.query(
    `select compress_chunk(chunk, if_not_compressed => true) from (
      select format('%I.%I', chunk_schema, chunk_name)::regclass as chunk
      from timescaledb_information.chunks where hypertable_name = $1 order by range_start
    ) chunks`,
    [table],
  );
}

/** Counts the uncompressed rows in compressed chunks; decompressed batches leave theirs. */
export async function looseRows({ client }: MigratedTest, table: string): Promise<number> {
  const { rows } = await client.query(
    `select format('%I.%I', chunk_schema, chunk_name) as chunk
      from timescaledb_information.chunks where hypertable_name = $1 and is_compressed`,
    [table],
  );
  let loose = 0;
  for (const { chunk } of rows) {
    loose += (await client.query(`select count(*)::int as n from only ${chunk}`)).rows[0].n;
  }
  return loose;
}
