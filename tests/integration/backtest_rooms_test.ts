import assert from "node:assert/strict";
import { openBacktest } from "../../src/backtest/mod.ts";
import type { Queryable } from "../../src/base/sql/mod.ts";
import { candles1d, candles1h, candles5m, curveOn } from "../../src/market/mod.ts";
import { nextRelease } from "../../src/point_in_time/mod.ts";
import { frequencies, timeframes } from "../../src/schema/mod.ts";
import { makeInstruments } from "./market_support.ts";
import { compress, makeSeries, readingTest } from "./point_in_time_support.ts";

/** Counts what a session sees of a table at each of the instants. */
async function countsAt(
  t: { readonly database: Parameters<typeof openBacktest>[0] },
  { table, instants }: { readonly table: string; readonly instants: readonly string[] },
): Promise<readonly number[]> {
  const [first = ""] = instants;
  await using backtest = await openBacktest(t.database, { at: first });
  const counts: number[] = [];
  for (const instant of instants) {
    await backtest.advance(instant);
    const { rows } = await backtest.database.pool.query<{ n: number }>(
      `select count(*)::int as n from ${table}`,
    );
    counts.push(rows[0]?.n ?? -1);
  }
  return counts;
}

/** The ends of bars that begin at the start of 2024, by their frequency. */
const ENDS: Readonly<Record<string, string>> = {
  minute: "2024-01-01T00:01:00Z",
  "5_minutes": "2024-01-01T00:05:00Z",
  "15_minutes": "2024-01-01T00:15:00Z",
  "30_minutes": "2024-01-01T00:30:00Z",
  hourly: "2024-01-01T01:00:00Z",
  "4_hours": "2024-01-01T04:00:00Z",
  daily: "2024-01-02T00:00:00Z",
  weekly: "2024-01-08T00:00:00Z",
  biweekly: "2024-01-15T00:00:00Z",
  monthly: "2024-02-01T00:00:00Z",
  quarterly: "2024-04-01T00:00:00Z",
  semiannual: "2024-07-01T00:00:00Z",
  annual: "2025-01-01T00:00:00Z",
  irregular: "2025-01-01T00:00:00Z",
  "1m": "2024-01-01T00:01:00Z",
  "3m": "2024-01-01T00:03:00Z",
  "5m": "2024-01-01T00:05:00Z",
  "15m": "2024-01-01T00:15:00Z",
  "30m": "2024-01-01T00:30:00Z",
  "1h": "2024-01-01T01:00:00Z",
  "2h": "2024-01-01T02:00:00Z",
  "4h": "2024-01-01T04:00:00Z",
  "6h": "2024-01-01T06:00:00Z",
  "8h": "2024-01-01T08:00:00Z",
  "12h": "2024-01-01T12:00:00Z",
  "1d": "2024-01-02T00:00:00Z",
  "3d": "2024-01-04T00:00:00Z",
  "1w": "2024-01-08T00:00:00Z",
  "1M": "2024-02-01T00:00:00Z",
};

/** The last microsecond before an instant. */
function justBefore(instant: string): string {
  return `${new Date(Date.parse(instant) - 1).toISOString().slice(0, -1)}999Z`;
}

readingTest("bars and candles of every length are seen when they are over", async (t) => {
  const ids = await makeInstruments(t.client, ["X"]);
  await t.client.query(
    `insert into market_data (instrument_id, frequency, timestamp, close)
    select $1, f, '2024-01-01T00:00Z', 1 from unnest($2::text[]) f`,
    [ids.get("X"), frequencies],
  );
  await t.client.query(
    `insert into ohlcv select 'x', 'y', f, '2024-01-01T00:00Z', 1, 1, 1, 1, 1 from unnest($1::text[]) f`,
    [timeframes],
  );
  const cases = [
    ...frequencies.map((name) => ({ table: "market_data", column: "frequency", name })),
    ...timeframes.map((name) => ({ table: "ohlcv", column: "timeframe", name })),
  ];
  const looks = cases.flatMap((it) => {
    const end = ENDS[it.name] ?? "";
    return [{ ...it, at: justBefore(end), isSeen: false }, { ...it, at: end, isSeen: true }];
  }).toSorted((a, b) => a.at < b.at ? -1 : 1);
  await using backtest = await openBacktest(t.database, { at: "2024-01-01T00:00:00Z" });
  for (const { table, column, name, at, isSeen } of looks) {
    await backtest.advance(at);
    const { rows } = await backtest.database.pool.query(
      `select from ${table} where ${column} = $1`,
      [name],
    );
    assert.equal(rows.length, isSeen ? 1 : 0, `${name} at ${at}`);
  }
});

readingTest("candle aggregates end with the last candle that is over", async (t) => {
  await t.client.query(`insert into ohlcv
    select 'x', 'y', '1m', m, 1, 2, 0.5, 1.5, 3
    from generate_series('2024-01-01T00:00Z'::timestamptz, '2024-01-03T12:07Z', '1 minute') m`);
  const at = "2024-01-03T12:07:30Z";
  for (const isRefreshed of [false, true]) {
    if (isRefreshed && !await refresh(t.client)) break;
    await using backtest = await openBacktest(t.database, { at });
    const { db } = backtest.database;
    const last = (rows: readonly { bucket: Date; candles: number }[]): unknown => {
      const row = rows.toSorted((a, b) => a.bucket.getTime() - b.bucket.getTime()).at(-1);
      return [row?.bucket.toISOString(), row?.candles];
    };
    assert.deepEqual(last(await db.select().from(candles5m)), ["2024-01-03T12:00:00.000Z", 5]);
    assert.deepEqual(last(await db.select().from(candles1h)), ["2024-01-03T11:00:00.000Z", 60]);
    assert.deepEqual(last(await db.select().from(candles1d)), ["2024-01-02T00:00:00.000Z", 1440]);
  }
});

async function refresh(client: Queryable): Promise<boolean> {
  if (!await compress(client, "ohlcv")) return false;
  for (const view of ["candles_5m", "candles_1h", "candles_1d"]) {
    await client.query(`call refresh_continuous_aggregate('${view}', null, null)`);
  }
  return true;
}

readingTest("curves, volatility and signals are seen when their UTC day is over", async (t) => {
  const ids = await makeInstruments(t.client, ["X"]);
  await t.client.query(
    "insert into curves (curve_id, curve_date, tenor_days, rate) values ('C', '2024-03-10', 30, 5)",
  );
  await t.client.query(
    "insert into vol_surfaces values ($1, '2024-03-10', 30, 0.25, 'C', 0.2)",
    [ids.get("X")],
  );
  await t.client.query(
    "insert into signals (signal_type, signal_date, subject, value) values ('S', '2024-03-10', 'market', 1)",
  );
  const instants = ["2024-03-10T00:00:00Z", "2024-03-10T23:59:59.999999Z", "2024-03-11T00:00:00Z"];
  for (const table of ["curves", "vol_surfaces", "signals"]) {
    assert.deepEqual(await countsAt(t, { table, instants }), [0, 0, 1], table);
  }
  await using backtest = await openBacktest(t.database, { at: "2024-03-11T00:00:00Z" });
  const curve = await curveOn(backtest.database, {
    curve: "C",
    date: "2024-12-31",
    maxAge: "100 years",
  });
  assert.equal(curve?.date, "2024-03-10");
});

readingTest("the calendar and expectations are seen as they were announced", async (t) => {
  const series = await makeSeries(t.client, { code: "DUE" });
  await t.client.query(
    `insert into release_calendar values
      ($1, '2024-03-01', '2024-04-10T12:30Z', 'America/New_York', '2024-01-01T00:00Z'),
      ($1, '2024-03-01', '2024-04-12T12:30Z', 'America/New_York', '2024-03-01T00:00Z')`,
    [series],
  );
  await t.client.query(
    `insert into release_expectations values ($1, '2024-03-01', 'survey', 3, '2024-04-01T00:00Z')`,
    [series],
  );
  const instants = [
    "2023-12-31T00:00Z",
    "2024-02-01T00:00Z",
    "2024-03-01T00:00Z",
    "2024-04-01T00:00Z",
  ];
  assert.deepEqual(await countsAt(t, { table: "release_calendar", instants }), [0, 1, 2, 2]);
  assert.deepEqual(await countsAt(t, { table: "release_expectations", instants }), [0, 0, 0, 1]);
  await using backtest = await openBacktest(t.database, { at: "2024-02-01T00:00Z" });
  const due = await nextRelease(backtest.database, { series, at: "2024-03-15T00:00Z" });
  assert.equal(due?.expectedAt?.toISOString(), "2024-04-10T12:30:00.000Z");
});

readingTest("metadata tells what a model needs, and nothing of today", async (t) => {
  await makeInstruments(t.client, ["DEAD"]);
  await t.client.query("update instruments set is_active = false");
  await makeSeries(t.client, { code: "GDP" });
  await t.client.query("update data_sources set notes = 'stopped in 2027'");
  await using backtest = await openBacktest(t.database, { at: "2024-03-11T00:00:00Z" });
  const { pool } = backtest.database;
  const read = async (table: string): Promise<Record<string, unknown> | undefined> =>
    (await pool.query<Record<string, unknown>>(`select * from ${table}`)).rows[0];
  const instrument = await read("instruments");
  assert.equal(instrument?.ticker, "DEAD");
  assert.equal(instrument?.is_active, null);
  const series = await read("series_metadata");
  assert.equal(series?.series_code, "GDP");
  assert.equal(series?.release_timezone, "America/New_York");
  const source = await read("data_sources");
  assert.equal(source?.notes, null);
  for (const row of [instrument, series, source]) {
    assert.equal(row?.created_at, null);
    assert.equal(row?.updated_at, null);
  }
});
