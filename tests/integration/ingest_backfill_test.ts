import assert from "node:assert/strict";
import fc from "fast-check";
import {
  backfill,
  type CandleInput,
  type FetchWindow,
  missingRanges,
  recordRange,
} from "../../src/ingest/mod.ts";
import { backfillCheckpoints } from "../../src/schema/mod.ts";
import { countRows, writeTest } from "./ingest_support.ts";

const series = { exchange: "coinbase", symbol: "BTC-USD", timeframe: "1m" } as const;
const START = Date.UTC(2018, 3, 4);
const at = (minute: number) => new Date(START + minute * 60_000);
const range = (from: number, to: number) => ({ from: at(from), to: at(to) });
const minutes = ({ from, to }: { readonly from: Date; readonly to: Date }) => [
  (from.getTime() - START) / 60_000,
  (to.getTime() - START) / 60_000,
];

/** A market in which nothing trades in every seventh minute. */
function trades({ from, to }: Pick<FetchWindow, "from" | "to">): CandleInput[] {
  const [first = 0, last = 0] = minutes({ from, to });
  return Array.from({ length: last - first }, (_, i) => first + i)
    .filter((minute) => minute % 7 !== 3)
    .map((minute) => ({ time: at(minute), open: 1, high: 2, low: 1, close: 1, volume: minute }));
}

writeTest(
  "recordRange merges ranges that touch and missingRanges gives the rest",
  async ({ db }) => {
    const record = (from: number, to: number, rows = 0) =>
      recordRange(db, { ...series, ...range(from, to), rows });
    const missing = async (from: number, to: number) =>
      (await missingRanges(db, { ...series, ...range(from, to) })).map(minutes);
    assert.deepEqual(await missing(0, 100), [[0, 100]]);
    await record(10, 20, 5);
    await record(30, 40, 6);
    assert.deepEqual(await missing(0, 100), [[0, 10], [20, 30], [40, 100]]);
    assert.deepEqual(await missing(15, 35), [[20, 30]]);
    await record(20, 30, 7);
    assert.deepEqual(await missing(0, 100), [[0, 10], [40, 100]]);
    await record(35, 50);
    await record(0, 10);
    await record(5, 8);
    assert.deepEqual(await missing(0, 100), [[50, 100]]);
    const stored = await db.select().from(backfillCheckpoints);
    assert.deepEqual(stored.map((row) => [row.status, row.rowsIngested]), [["done", 18]]);
    const other = { ...series, symbol: "ETH-USD", ...range(0, 10) };
    assert.equal((await missingRanges(db, other)).length, 1);
    await assert.rejects(record(10, 10), RangeError);
    const now = Date.now();
    await assert.rejects(
      recordRange(db, { ...series, from: new Date(now - 1e6), to: new Date(now + 1e6) }),
      /in the future/,
    );
  },
);

writeTest("recordRange and missingRanges equal a set of minutes", async ({ db }) => {
  let run = 0;
  const anyRange = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 10 }));
  await fc.assert(
    fc.asyncProperty(fc.array(anyRange, { maxLength: 12 }), async (ranges) => {
      const own = { ...series, symbol: `RUN-${run++}` };
      const covered = new Set<number>();
      await Promise.all(ranges.map(([from, length]) => {
        for (let minute = from; minute < from + length; minute++) covered.add(minute);
        return recordRange(db, { ...own, ...range(from, from + length) });
      }));
      const gaps = (await missingRanges(db, { ...own, ...range(0, 60) })).map(minutes);
      const missing = new Set<number>();
      for (const [from = 0, to = 0] of gaps) {
        for (let minute = from; minute < to; minute++) missing.add(minute);
      }
      for (let minute = 0; minute < 60; minute++) {
        assert.notEqual(covered.has(minute), missing.has(minute), `minute ${minute}`);
      }
      // No two gaps touch: the covered part between them is a range of its own.
      assert.ok(gaps.every(([from], i) => i === 0 || (gaps[i - 1]?.[1] ?? 0) < (from ?? 0)));
    }),
    { numRuns: 25 },
  );
});

writeTest("backfill fetches each window once, those without trades too", async (database) => {
  const { db } = database;
  const asked: (readonly number[])[] = [];
  const run = (from: number, to: number, more: Partial<Parameters<typeof backfill>[1]> = {}) =>
    backfill(db, {
      ...series,
      ...range(from, to),
      candlesPerFetch: 50,
      fetch: (window) => {
        asked.push(minutes(window));
        return trades(window);
      },
      ...more,
    });
  assert.deepEqual(await run(100, 220), { fetched: 3, inserted: 103, conflicting: 0 });
  assert.deepEqual(asked.splice(0), [[100, 150], [150, 200], [200, 220]]);
  assert.deepEqual(await run(100, 220), { fetched: 0, inserted: 0, conflicting: 0 });
  await run(40, 300, { direction: "backward" });
  assert.deepEqual(asked.splice(0), [[250, 300], [220, 250], [50, 100], [40, 50]]);
  assert.equal(await countRows(database, "ohlcv"), trades(range(40, 300)).length);
  await run(0, 400, { fetch: () => [] });
  assert.deepEqual(await missingRanges(db, { ...series, ...range(0, 400) }), []);
});

writeTest("backfill asks again for what an answer did not cover", async (database) => {
  const asked: (readonly number[])[] = [];
  await backfill(database.db, {
    ...series,
    ...range(0, 100),
    fetch: (window) => {
      asked.push(minutes(window));
      const [from = 0, to = 0] = minutes(window);
      const covered = range(from, Math.min(to, from + 40));
      return Promise.resolve({ rows: trades(covered), covered });
    },
  });
  assert.deepEqual(asked, [[0, 100], [40, 100], [80, 100]]);
  assert.equal(await countRows(database, "ohlcv"), trades(range(0, 100)).length);
});

writeTest("backfill goes on where the last commit ended", async (database) => {
  const { db } = database;
  const options = { ...series, ...range(0, 200), candlesPerFetch: 50 };
  let fetches = 0;
  const failing = (window: FetchWindow) => {
    if (++fetches === 3) throw new Error("429, key api_key=SECRET123456");
    return trades(window);
  };
  await assert.rejects(backfill(db, { ...options, fetch: failing }), /429/);
  const stored = await db.select().from(backfillCheckpoints).orderBy(
    backfillCheckpoints.rangeStart,
  );
  assert.deepEqual(
    stored.map((row) => [...minutes({ from: row.rangeStart, to: row.rangeEnd }), row.status]),
    [[0, 100, "done"], [100, 150, "failed"]],
  );
  assert.match(stored[1]?.error ?? "", /^429, key api_key=\*\*\*$/);
  assert.equal(await countRows(database, "ohlcv"), trades(range(0, 100)).length);
  const asked: (readonly number[])[] = [];
  await backfill(db, {
    ...options,
    fetch: (window) => {
      asked.push(minutes(window));
      return trades(window);
    },
  });
  assert.deepEqual(asked, [[100, 150], [150, 200]]);
  const after = await db.select().from(backfillCheckpoints);
  assert.deepEqual(after.map((row) => [row.status, row.error, row.rowsIngested]), [
    ["done", null, trades(range(0, 200)).length],
  ]);
});

writeTest("backfill stores neither candles nor range where either fails", async (database) => {
  const { db } = database;
  const options = { ...series, ...range(0, 50) };
  const stray = { time: at(50), open: 1, high: 2, low: 1, close: 1, volume: 0 };
  await assert.rejects(
    backfill(db, { ...options, fetch: (window) => [...trades(window), stray] }),
    /outside of/,
  );
  await assert.rejects(
    backfill(db, {
      ...options,
      fetch: (window) => [...trades(window), { ...stray, time: at(3), high: NaN }],
    }),
    /row 44 refused/,
  );
  assert.equal(await countRows(database, "ohlcv"), 0);
  assert.equal((await missingRanges(db, options)).length, 1);
  await assert.rejects(
    backfill(db, { ...options, fetch: () => ({ rows: [], covered: range(0, 60) }) }),
    RangeError,
  );
});

writeTest("backfill of two processes at once covers the range once", async (database) => {
  const { db } = database;
  const run = (direction: "forward" | "backward") =>
    backfill(db, {
      ...series,
      ...range(0, 1_000),
      candlesPerFetch: 60,
      direction,
      fetch: (window) => trades(window),
    });
  const results = await Promise.all([run("forward"), run("backward"), run("forward")]);
  const inserted = results.reduce((sum, result) => sum + result.inserted, 0);
  assert.equal(inserted, trades(range(0, 1_000)).length);
  assert.deepEqual(await missingRanges(db, { ...series, ...range(0, 1_000) }), []);
  assert.equal((await db.select().from(backfillCheckpoints)).length, 1);
});

writeTest("backfill leaves candles alone that are not over", async (database) => {
  const windows: FetchWindow[] = [];
  await backfill(database.db, {
    ...series,
    timeframe: "1h",
    from: new Date(Date.now() - 2.5 * 3_600_000),
    to: new Date(Date.now() + 86_400_000),
    fetch: (window) => {
      windows.push(window);
      return [];
    },
  });
  assert.equal(windows.length, 1);
  const end = windows[0]?.to.getTime() ?? 0;
  assert.equal(end % 3_600_000, 0);
  assert.ok(end <= Date.now());
});
