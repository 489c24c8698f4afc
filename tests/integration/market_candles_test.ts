import { migrations } from "../../migrations/mod.ts";
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";
import { asc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/pglite";
import { candle, candleAggregates, candles1d, candles1h, candles5m } from "../../src/market/mod.ts";
import { createMigrator, openPostgresSession, pgliteSession } from "../../src/migrate/mod.ts";
import { ohlcv } from "../../src/schema/mod.ts";
import type { Queryable } from "../../src/base/sql/mod.ts";
import { timeBucket } from "../../src/timescale/mod.ts";

import { type ReadingTest, readingTest } from "./point_in_time_support.ts";

interface Minute {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** The minutes of the sample, with one in seven left out. */
async function readMinutes(): Promise<Minute[]> {
  const text = await Deno.readTextFile(new URL("../data/btc_usd_minutes.csv", import.meta.url));
  const [, ...lines] = text.trim().split("\n").filter((line) => !line.startsWith("#"));
  return lines.map((line) => {
    const [time = "", ...cells] = line.split(",");
    const [open = 0, high = 0, low = 0, close = 0, volume = 0] = cells.map(Number);
    return { time: Date.parse(time), open, high, low, close, volume };
  }).filter((_, i) => i % 7 !== 3);
}

async function writeMinutes(client: Queryable, minutes: readonly Minute[]): Promise<void> {
  await client.query(
    `insert into ohlcv select 'coinbase', 'BTC-USD', '1m', *
    from unnest($1::timestamptz[], $2::float8[], $3::float8[], $4::float8[], $5::float8[], $6::float8[])`,
    [
      minutes.map(({ time }) => new Date(time).toISOString()),
      minutes.map(({ open }) => open),
      minutes.map(({ high }) => high),
      minutes.map(({ low }) => low),
      minutes.map(({ close }) => close),
      minutes.map(({ volume }) => volume),
    ],
  );
}

/** Candles computed here: start, open, high, low, close, volume, number of minutes. */
function candlesOf(minutes: readonly Minute[], length: number): unknown[] {
  const groups = Map.groupBy(minutes, ({ time }) => Math.floor(time / length / 60_000));
  return [...groups].map(([place, list]) => [
    new Date(place * length * 60_000),
    list[0]?.open,
    Math.max(...list.map(({ high }) => high)),
    Math.min(...list.map(({ low }) => low)),
    list.at(-1)?.close,
    list.reduce((sum, { volume }) => sum + volume, 0).toFixed(6),
    list.length,
  ]);
}

interface Shown {
  readonly bucket: Date;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly candles: number;
}

function shown(rows: readonly Shown[]): unknown[] {
  return rows.map((row) => [
    row.bucket,
    row.open,
    row.high,
    row.low,
    row.close,
    row.volume.toFixed(6),
    row.candles,
  ]);
}

const views = [[candles5m, 5], [candles1h, 60], [candles1d, 1440]] as const;

async function migrate({ url }: ReadingTest): Promise<void> {
  await createMigrator({ open: () => openPostgresSession(url), migrations: migrations }).up();
}

async function license(client: Queryable): Promise<string | null> {
  const shownLicense = "select current_setting('timescaledb.license', true) as license";
  return (await client.query<{ license: string | null }>(shownLicense)).rows[0]?.license ?? null;
}

/** Refreshes all of an aggregate, after a running policy has finished. */
async function refreshAggregate(client: Queryable, name: string): Promise<void> {
  for (let attempt = 1;; attempt++) {
    try {
      await client.query(`call refresh_continuous_aggregate('${name}', null, null)`);
      return;
    } catch (error) {
      if (attempt === 50 || !/concurrent refresh/.test(String(error))) throw error;
      await sleep(100);
    }
  }
}

readingTest("candles of 5 minutes, an hour and a day are made of minutes", async (t) => {
  await migrate(t);
  const { client, database: { db } } = t;
  const minutes = await readMinutes();
  await writeMinutes(client, minutes);
  const holds = async (written: readonly Minute[]): Promise<void> => {
    for (const [view, length] of views) {
      const rows = await db.select().from(view).where(eq(view.symbol, "BTC-USD")).orderBy(
        asc(view.bucket),
      );
      assert.deepEqual(shown(rows), candlesOf(written, length));
    }
  };
  await holds(minutes);
  if (await license(client) !== "timescale") return;
  const jobs = await client.query(
    `select alter_job(job_id, scheduled => false) from timescaledb_information.jobs
    where proc_name = 'policy_refresh_continuous_aggregate'`,
  );
  assert.equal(jobs.rows.length, 3);
  const refresh = async (): Promise<void> => {
    for (const { name } of candleAggregates) await refreshAggregate(client, name);
  };
  await refresh();
  await holds(minutes);
  // A late minute reaches every candle above it with the next refresh.
  const late = {
    time: (minutes[0]?.time ?? 0) - 60_000,
    open: 1,
    high: 9999,
    low: 1,
    close: 2,
    volume: 3,
  };
  await writeMinutes(client, [late]);
  await refresh();
  await holds([late, ...minutes]);
});

readingTest("candle and timeBucket are expressions for a select", async (t) => {
  const minutes = await readMinutes();
  await writeMinutes(t.client, minutes);
  for (const plain of [false, true]) {
    const bucket = timeBucket("15 minutes", ohlcv.time, { plain });
    const rows = await t.database.db
      .select({ bucket, ...candle(ohlcv, { time: ohlcv.time, plain }) })
      .from(ohlcv).where(eq(ohlcv.symbol, "BTC-USD")).groupBy(bucket).orderBy(bucket);
    assert.deepEqual(shown(rows), candlesOf(minutes, 15));
  }
});

Deno.test("candles are plain views where there is no TimescaleDB", async () => {
  await using database = await PGlite.create();
  const open = () => Promise.resolve(pgliteSession(database));
  await createMigrator({ open, migrations: migrations }).up();
  const minutes = await readMinutes();
  await writeMinutes(database, minutes);
  const db = drizzle(database);
  for (const [view, length] of views) {
    const rows = await db.select().from(view).orderBy(asc(view.bucket));
    assert.deepEqual(shown(rows), candlesOf(minutes, length));
  }
});
