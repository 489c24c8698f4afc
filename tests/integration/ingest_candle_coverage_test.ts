import assert from "node:assert/strict";
import {
  backfill,
  type CandleInput,
  insertRows,
  missingRanges,
  RowsError,
} from "../../src/ingest/mod.ts";
import { candleStart, type NewOhlcv, ohlcv } from "../../src/schema/mod.ts";
import { countRows, writeTest } from "./ingest_support.ts";

const series = { exchange: "coinbase", symbol: "BTC-USD", timeframe: "1m" } as const;
const START = Date.UTC(2018, 3, 4);
const MINUTE = 60_000;
const at = (minute: number) => new Date(START + minute * MINUTE);
const minuteOf = (date: Date) => (date.getTime() - START) / MINUTE;
const candle = (time: Date): CandleInput => ({
  time,
  open: 1,
  high: 2,
  low: 1,
  close: 1,
  volume: 1,
});

/** The candles of a window in a market with trades in every minute. */
function traded({ from, to }: { readonly from: Date; readonly to: Date }): CandleInput[] {
  const [first, last] = [Math.max(0, minuteOf(from)), minuteOf(to)];
  return Array.from({ length: Math.max(0, last - first) }, (_, i) => candle(at(first + i)));
}

for (const [which, page] of [["oldest", [0, 30]], ["newest", [-30, undefined]]] as const) {
  writeTest(`backfill gets all of a source that stops after its ${which} 30`, async (database) => {
    const { db } = database;
    const asked: number[][] = [];
    const range = { from: at(0), to: at(100) };
    const { inserted } = await backfill(db, {
      ...series,
      ...range,
      fetch: (window) => {
        asked.push([minuteOf(window.from), minuteOf(window.to)]);
        return traded(window).slice(...page);
      },
    });
    assert.equal(inserted, 100);
    assert.equal(await countRows(database, "ohlcv"), 100);
    assert.equal(asked.length, 4);
    assert.deepEqual(await missingRanges(db, { ...series, ...range }), []);
  });
}

writeTest("backfill asks once for what lies before a listing", async (database) => {
  const { db } = database;
  const asked: number[][] = [];
  const range = { from: at(-50), to: at(50) };
  await backfill(db, {
    ...series,
    ...range,
    fetch: (window) => {
      asked.push([minuteOf(window.from), minuteOf(window.to)]);
      return traded(window);
    },
  });
  assert.deepEqual(asked, [[-50, 50], [-50, 0]]);
  assert.deepEqual(await missingRanges(db, { ...series, ...range }), []);
});

writeTest("backfill takes a source at its word that its answer is complete", async (database) => {
  let fetched = 0;
  const range = { from: at(0), to: at(100) };
  await backfill(database.db, {
    ...series,
    ...range,
    fetch: ({ from, to }) => {
      fetched++;
      return { rows: traded({ from, to: at(10) }), covered: { from, to } };
    },
  });
  assert.equal(fetched, 1);
  assert.deepEqual(await missingRanges(database.db, { ...series, ...range }), []);
});

writeTest("candles off their grid are refused, or aligned by choice", async (database) => {
  const { db } = database;
  const range = { from: at(0), to: at(3) };
  const late = () => [0, 1, 2].map((minute) => candle(new Date(at(minute).getTime() + 1_500)));
  await assert.rejects(backfill(db, { ...series, ...range, fetch: late }), (error) => {
    assert.ok(error instanceof RowsError, String(error));
    assert.match(
      error.message,
      /time: .*expected the start of a candle of 1m, 2018-04-04T00:00:00/,
    );
    return true;
  });
  assert.equal(await countRows(database, "ohlcv"), 0);
  assert.equal((await missingRanges(db, { ...series, ...range })).length, 1);
  await backfill(db, { ...series, ...range, offGrid: "align", fetch: late });
  const stored = await db.select().from(ohlcv).orderBy(ohlcv.time);
  assert.deepEqual(stored.map(({ time }) => minuteOf(time)), [0, 1, 2]);
});

writeTest("insertRows refuses candles off their grid", async (database) => {
  const { db } = database;
  const wrong: [NewOhlcv["timeframe"], string][] = [
    ["1m", "2024-01-01T00:00:30Z"],
    ["5m", "2024-01-01T00:01:00Z"],
    ["1h", "2024-01-01T00:00:00.000001Z"],
    ["4h", "2024-01-01T02:00:00Z"],
    ["1d", "2024-01-01T16:00:00Z"],
    ["1w", "2024-01-01T01:00:00Z"],
    ["1M", "2024-01-02T00:00:00Z"],
    ["1d", "1970-01-20T00:00:00Z"],
  ];
  for (const [timeframe, time] of wrong) {
    const row = { ...candle(at(0)), ...series, timeframe, time };
    await assert.rejects(insertRows(db, ohlcv, [row]), (error) => {
      assert.ok(error instanceof RowsError, `${timeframe} ${time}: ${error}`);
      assert.match(error.message, /time: (got .*, )?expected (the start of|an instant since)/);
      return true;
    });
  }
  const right = wrong.slice(0, -1).map(([timeframe, time]) => ({
    ...candle(at(0)),
    ...series,
    timeframe,
    time: candleStart(new Date(time), timeframe).toISOString(),
  }));
  assert.equal((await insertRows(db, ohlcv, right)).inserted, right.length);
});

writeTest(
  "backfill refuses weeks that begin on another day than those stored",
  async (database) => {
    const { db } = database;
    const weeks = { ...series, timeframe: "1w" } as const;
    const monday = new Date("2024-01-01T00:00:00Z");
    const week = { from: monday, to: new Date("2024-01-08T00:00:00Z") };
    await backfill(db, { ...weeks, ...week, fetch: () => [candle(monday)] });
    await assert.rejects(
      backfill(db, {
        ...weeks,
        from: week.to,
        to: new Date("2024-01-15T00:00:00Z"),
        fetch: () => [candle(new Date("2024-01-11T00:00:00Z"))],
      }),
      /1w candle of 2024-01-11.* begins at 2024-01-01/,
    );
    assert.equal(await countRows(database, "ohlcv"), 1);
  },
);
