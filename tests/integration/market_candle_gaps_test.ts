import assert from "node:assert/strict";
import fc from "fast-check";
import { candleGaps } from "../../src/market/mod.ts";
import type { Timeframe } from "../../src/schema/mod.ts";
import type { Queryable } from "../../src/base/sql/mod.ts";
import { type ReadingTest, readingTest } from "./point_in_time_support.ts";

const key = { exchange: "coinbase", symbol: "X" } as const; // members of their lists

async function writeCandles(
  client: Queryable,
  timeframe: Timeframe,
  times: readonly string[],
): Promise<void> {
  await client.query(
    `insert into ohlcv select 'coinbase', 'X', $1, time, 1, 1, 1, 1, 1 from unnest($2::timestamptz[]) time`,
    [timeframe, times],
  );
}

interface Checkpoint {
  readonly exchange?: string;
  readonly symbol?: string;
  readonly status?: string;
}

/** Writes fetched ranges unchanged: `recordRange` would merge adjacent ones. */
async function writeRange(
  client: Queryable,
  [timeframe, from, to]: readonly [Timeframe, string, string],
  { exchange = "coinbase", symbol = "X", status = "done" }: Checkpoint = {},
): Promise<void> {
  await client.query(
    `insert into backfill_checkpoints (exchange, symbol, timeframe, range_start, range_end, status)
    values ($1, $2, $3, $4, $5, $6)`,
    [exchange, symbol, timeframe, from, to, status],
  );
}

/** The gaps as start, end, count and reason. */
async function gapsOf(
  { database }: ReadingTest,
  timeframe: Timeframe,
  [from, to]: readonly [string, string],
): Promise<unknown[]> {
  const gaps = await candleGaps(database, { ...key, timeframe, from, to });
  return gaps.map((gap) => [
    gap.from.toISOString().slice(0, 16),
    gap.to.toISOString().slice(0, 16),
    gap.missing,
    gap.isFetched ? "no trades" : "not fetched",
  ]);
}

readingTest("candleGaps finds the runs of candles that are missing", async (t) => {
  await writeCandles(t.client, "1m", [
    "2024-03-10T00:01Z",
    "2024-03-10T00:02Z",
    "2024-03-10T00:05Z",
  ]);
  assert.deepEqual(await gapsOf(t, "1m", ["2024-03-10T00:00Z", "2024-03-10T00:10Z"]), [
    ["2024-03-10T00:00", "2024-03-10T00:01", 1, "not fetched"],
    ["2024-03-10T00:03", "2024-03-10T00:05", 2, "not fetched"],
    ["2024-03-10T00:06", "2024-03-10T00:10", 4, "not fetched"],
  ]);
  assert.deepEqual(await gapsOf(t, "1m", ["2024-03-10T00:01Z", "2024-03-10T00:03Z"]), []);
  assert.deepEqual(await gapsOf(t, "1m", ["2024-03-10T00:01Z", "2024-03-10T00:01Z"]), []);
  assert.deepEqual(await gapsOf(t, "1m", ["2024-03-11T00:00Z", "2024-03-11T01:00Z"]), [
    ["2024-03-11T00:00", "2024-03-11T01:00", 60, "not fetched"],
  ]);
  await assert.rejects(gapsOf(t, "1d", ["2024-03-09T05:00Z", "2024-03-14T00:00Z"]), {
    name: "RangeError",
    message: /"from" is 2024-03-09T05:00:00.000Z, where none begins/,
  });
  await assert.rejects(gapsOf(t, "1M", ["2024-03-01T00:00Z", "2024-04-02T00:00Z"]), {
    name: "RangeError",
    message: /candles of 1M: "to" is 2024-04-02T00:00:00.000Z, where none begins/,
  });
});

readingTest("candleGaps tells what never traded from what was never fetched", async (t) => {
  await writeCandles(t.client, "1m", ["2024-03-10T00:02Z", "2024-03-10T00:07Z"]);
  const range = ["2024-03-10T00:00Z", "2024-03-10T00:10Z"] as const;
  // Planned and failed ranges were not fetched, nor were those of other series.
  await writeRange(t.client, ["1m", ...range], { status: "pending" });
  await writeRange(t.client, ["1m", "2024-03-09T23:00Z", "2024-03-11T00:00Z"], {
    status: "failed",
  });
  await writeRange(t.client, ["3m", ...range]);
  await writeRange(t.client, ["1m", ...range], { symbol: "Y" });
  await writeRange(t.client, ["1m", ...range], { exchange: "binance" });
  assert.deepEqual(await gapsOf(t, "1m", range), [
    ["2024-03-10T00:00", "2024-03-10T00:02", 2, "not fetched"],
    ["2024-03-10T00:03", "2024-03-10T00:07", 4, "not fetched"],
    ["2024-03-10T00:08", "2024-03-10T00:10", 2, "not fetched"],
  ]);
  await t.client.query("delete from backfill_checkpoints where status <> 'done'");
  // The first two meet in the middle of a minute; each has half of it.
  await writeRange(t.client, ["1m", "-infinity", "2024-03-10T00:00:30Z"]);
  await writeRange(t.client, ["1m", "2024-03-10T00:00:30Z", "2024-03-10T00:05Z"]);
  await writeRange(t.client, ["1m", "2024-03-10T00:09Z", "infinity"]);
  assert.deepEqual(await gapsOf(t, "1m", range), [
    ["2024-03-10T00:00", "2024-03-10T00:02", 2, "no trades"],
    ["2024-03-10T00:03", "2024-03-10T00:05", 2, "no trades"],
    ["2024-03-10T00:05", "2024-03-10T00:07", 2, "not fetched"],
    ["2024-03-10T00:08", "2024-03-10T00:09", 1, "not fetched"],
    ["2024-03-10T00:09", "2024-03-10T00:10", 1, "no trades"],
  ]);
});

readingTest("candleGaps counts a candle as fetched where the whole of it was", async (t) => {
  const { client } = t;
  const hours = ["2024-03-10T00:00Z", "2024-03-10T08:00Z"] as const;
  await writeRange(client, ["1h", "2024-03-10T00:00:00.000001Z", "2024-03-10T02:59:59.999999Z"]);
  // Within one candle, so that none was fetched.
  await writeRange(client, ["1h", "2024-03-10T04:10Z", "2024-03-10T04:50Z"]);
  await writeRange(client, ["1h", "2024-03-10T06:00Z", "2024-03-10T07:00Z"]);
  assert.deepEqual(await gapsOf(t, "1h", hours), [
    ["2024-03-10T00:00", "2024-03-10T01:00", 1, "not fetched"],
    ["2024-03-10T01:00", "2024-03-10T02:00", 1, "no trades"],
    ["2024-03-10T02:00", "2024-03-10T06:00", 4, "not fetched"],
    ["2024-03-10T06:00", "2024-03-10T07:00", 1, "no trades"],
    ["2024-03-10T07:00", "2024-03-10T08:00", 1, "not fetched"],
  ]);
  await writeCandles(client, "1M", ["2024-01-01T00:00Z", "2024-02-01T00:00Z", "2024-05-01T00:00Z"]);
  const months = ["2023-12-01T00:00Z", "2024-09-01T00:00Z"] as const;
  assert.deepEqual(await gapsOf(t, "1M", months), [
    ["2023-12-01T00:00", "2024-01-01T00:00", 1, "not fetched"],
    ["2024-03-01T00:00", "2024-05-01T00:00", 2, "not fetched"],
    ["2024-06-01T00:00", "2024-09-01T00:00", 3, "not fetched"],
  ]);
  await writeRange(client, ["1M", "2024-03-02T00:00Z", "2024-07-31T23:59Z"]);
  assert.deepEqual(await gapsOf(t, "1M", months), [
    ["2023-12-01T00:00", "2024-01-01T00:00", 1, "not fetched"],
    ["2024-03-01T00:00", "2024-04-01T00:00", 1, "not fetched"],
    ["2024-04-01T00:00", "2024-05-01T00:00", 1, "no trades"],
    ["2024-06-01T00:00", "2024-07-01T00:00", 1, "no trades"],
    ["2024-07-01T00:00", "2024-09-01T00:00", 2, "not fetched"],
  ]);
});

readingTest("candleGaps takes the grid of weeks from a candle that is stored", async (t) => {
  const { client } = t;
  // Weeks begin on Monday, as on 8 January; if none is stored, at the start of the range.
  const weeks = ["2024-01-01T00:00Z", "2024-02-05T00:00Z"] as const;
  await writeRange(client, ["1w", "2024-01-09T00:00Z", "2024-01-30T00:00Z"]);
  assert.deepEqual(await gapsOf(t, "1w", weeks), [
    ["2024-01-01T00:00", "2024-01-15T00:00", 2, "not fetched"],
    ["2024-01-15T00:00", "2024-01-29T00:00", 2, "no trades"],
    ["2024-01-29T00:00", "2024-02-05T00:00", 1, "not fetched"],
  ]);
  const fromTuesday = ["2024-01-02T00:00Z", "2024-02-06T00:00Z"] as const;
  assert.deepEqual(await gapsOf(t, "1w", fromTuesday), [
    ["2024-01-02T00:00", "2024-01-09T00:00", 1, "not fetched"],
    ["2024-01-09T00:00", "2024-01-30T00:00", 3, "no trades"],
    ["2024-01-30T00:00", "2024-02-06T00:00", 1, "not fetched"],
  ]);
  await writeCandles(client, "1w", ["2024-01-08T00:00Z"]);
  assert.deepEqual(await gapsOf(t, "1w", fromTuesday), [
    ["2024-01-15T00:00", "2024-01-29T00:00", 2, "no trades"],
    ["2024-01-29T00:00", "2024-02-12T00:00", 2, "not fetched"],
  ]);
  await writeCandles(client, "3d", ["2024-01-02T00:00Z", "2024-01-14T00:00Z"]);
  await writeRange(client, ["3d", "2024-01-06T00:00Z", "2024-01-12T00:00Z"]);
  assert.deepEqual(await gapsOf(t, "3d", ["2024-01-02T00:00Z", "2024-01-17T00:00Z"]), [
    ["2024-01-05T00:00", "2024-01-08T00:00", 1, "not fetched"],
    ["2024-01-08T00:00", "2024-01-11T00:00", 1, "no trades"],
    ["2024-01-11T00:00", "2024-01-14T00:00", 1, "not fetched"],
  ]);
});

readingTest("candleGaps counts days and months in UTC whatever the session's zone", async (t) => {
  const { client } = t;
  // Across the night in which the clocks of the session's zone change.
  await client.query("set time zone 'America/New_York'");
  await writeCandles(client, "1d", [
    "2024-03-09T00:00Z",
    "2024-03-10T00:00Z",
    "2024-03-11T00:00Z",
    "2024-03-14T00:00Z",
  ]);
  await writeRange(client, ["1d", "2024-03-12T12:00Z", "2024-03-14T12:00Z"]);
  await writeRange(client, ["1M", "2024-03-01T00:00Z", "2024-04-01T00:00Z"]);
  const gap = (from: string, to: string, isFetched: boolean) => ({
    from: new Date(from),
    to: new Date(to),
    missing: 1,
    isFetched,
  });
  const days = { timeframe: "1d", from: "2024-03-09T00:00Z", to: "2024-03-15T00:00Z" } as const;
  assert.deepEqual(await candleGaps(client, { ...key, ...days }), [
    gap("2024-03-12T00:00Z", "2024-03-13T00:00Z", false),
    gap("2024-03-13T00:00Z", "2024-03-14T00:00Z", true),
  ]);
  const months = { timeframe: "1M", from: "2024-02-01T00:00Z", to: "2024-04-01T00:00Z" } as const;
  assert.deepEqual(await candleGaps(client, { ...key, ...months }), [
    gap("2024-02-01T00:00Z", "2024-03-01T00:00Z", false),
    gap("2024-03-01T00:00Z", "2024-04-01T00:00Z", true),
  ]);
});

const START = Date.UTC(2024, 2, 10);
const CANDLES = 20;
const at = (minute: number) => new Date(START + minute * 60_000).toISOString();

/** Why a five-minute candle is missing, by its minutes; undefined if it is not. */
function reasons(stored: ReadonlySet<number>, fetched: ReadonlySet<number>): unknown[] {
  return Array.from({ length: CANDLES }, (_, candle) => {
    if (stored.has(candle)) return undefined;
    return [0, 1, 2, 3, 4].every((minute) => fetched.has(candle * 5 + minute));
  });
}

readingTest("candleGaps equals candle by candle what a set of minutes says", async (t) => {
  const anyRange = fc.tuple(fc.integer({ min: -10, max: 105 }), fc.integer({ min: 1, max: 30 }));
  const anyCandle = fc.integer({ min: 0, max: CANDLES - 1 });
  const property = fc.asyncProperty(
    fc.uniqueArray(anyCandle, { maxLength: 8 }),
    fc.uniqueArray(anyRange, { maxLength: 6, selector: ([from]) => from }),
    async (candles, ranges) => {
      await t.client.query("delete from ohlcv");
      await t.client.query("delete from backfill_checkpoints");
      await writeCandles(t.client, "5m", candles.map((candle) => at(candle * 5)));
      const fetched = new Set<number>();
      for (const [from, length] of ranges) {
        await writeRange(t.client, ["5m", at(from), at(from + length)]);
        for (let minute = from; minute < from + length; minute++) fetched.add(minute);
      }
      const options = { ...key, timeframe: "5m", from: at(0), to: at(CANDLES * 5) } as const;
      const gaps = await candleGaps(t.database, options);
      const found: unknown[] = Array.from({ length: CANDLES });
      for (const { from, to, missing, isFetched } of gaps) {
        const [first, last] = [from, to].map((time) => (time.getTime() - START) / 300_000);
        assert.equal(missing, (last ?? 0) - (first ?? 0));
        found.fill(isFetched, first, last);
      }
      assert.deepEqual(found, reasons(new Set(candles), fetched));
      // Neighboring candles that are missing for the same reason form one gap.
      assert.ok(gaps.every(({ from, isFetched }, i) => {
        const before = gaps[i - 1];
        return before === undefined || before.to < from || before.isFetched !== isFetched;
      }));
    },
  );
  await fc.assert(property, { numRuns: 40 });
});
