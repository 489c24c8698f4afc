import assert from "node:assert/strict";
import { eq } from "drizzle-orm";
import { insertRows } from "../../src/ingest/mod.ts";
import { curves, marketData, ohlcv } from "../../src/schema/mod.ts";
import {
  bar,
  bars,
  communityTest,
  compress,
  countRows,
  looseRows,
  shuffled,
  stream,
} from "./ingest_support.ts";

for (
  const [how, options] of Object.entries({
    "in one batch": {},
    "in several": { batchRows: 1_000 },
    "batch by batch": { batchRows: 1_000, commitEach: true },
  })
) {
  communityTest(
    `insertRows run again on compressed chunks decompresses nothing, ${how}`,
    async (database) => {
      const { db } = database;
      const rows = bars(20, 300);
      const holes = rows.filter((_, i) => i % 11 !== 0);
      await insertRows(db, marketData, holes, options);
      await compress(database, "market_data");
      assert.equal(await looseRows(database, "market_data"), 0);
      for (let round = 0; round < 3; round++) {
        const again = await insertRows(db, marketData, stream(shuffled(holes, round)), options);
        assert.deepEqual([again.inserted, again.unchanged], [0, holes.length]);
        assert.equal(await looseRows(database, "market_data"), 0);
      }
      const filled = await insertRows(db, marketData, shuffled(rows), options);
      assert.deepEqual([filled.inserted, filled.unchanged], [
        rows.length - holes.length,
        holes.length,
      ]);
      // Only the new rows are outside the batches.
      assert.equal(await looseRows(database, "market_data"), filled.inserted);
      await compress(database, "market_data");
      assert.equal(
        (await insertRows(db, marketData, shuffled(rows, 9), options)).unchanged,
        rows.length,
      );
      assert.equal(await countRows(database, "market_data"), rows.length);
    },
  );
}

communityTest("insertRows finds [there, new, new] in a compressed chunk", async (database) => {
  const { db } = database;
  await insertRows(db, marketData, bars(3, 30));
  await compress(database, "market_data");
  const batch = [bar(1, 5), bar(1, 40), bar(4, 6), bar(2, 7), bar(5, 8), bar(5, 8)];
  const { inserted, unchanged } = await insertRows(db, marketData, batch);
  assert.deepEqual([inserted, unchanged], [3, 3]);
  assert.equal(await countRows(database, "market_data"), 93);
});

communityTest("insertRows replaces what is compressed", async (database) => {
  const { db } = database;
  const rows = bars(20, 300);
  await insertRows(db, marketData, rows);
  await compress(database, "market_data");
  // A value changes on each of 300 days: more than one row in every batch.
  const changed = rows.map((row, i) => i % 20 === 3 ? { ...row, close: 0.5 } : row);
  const replace = { onConflict: "replace" as const }; // not a string at large
  const replaced = await insertRows(db, marketData, shuffled(changed), replace);
  assert.deepEqual([replaced.inserted, replaced.unchanged, replaced.conflicting], [0, 5_700, 300]);
  assert.equal((await insertRows(db, marketData, changed)).unchanged, 6_000);
  assert.equal((await db.select().from(marketData).where(eq(marketData.close, 0.5))).length, 300);
  await compress(database, "market_data");
  assert.equal((await insertRows(db, marketData, changed, replace)).unchanged, 6_000);

  const points = Array.from({ length: 4_000 }, (_, i) => ({
    curveId: `C${i % 4}`,
    curveDate: new Date(Date.UTC(2020, 0, 1 + Math.floor(i / 40))).toISOString().slice(0, 10),
    tenorDays: 30 * (1 + Math.floor(i / 4) % 10),
    rate: i / 100,
  }));
  await insertRows(db, curves, points);
  await compress(database, "curves");
  const shifted = points.map((point) => ({ ...point, rate: point.rate + 1 }));
  assert.equal((await insertRows(db, curves, shifted, replace)).conflicting, 4_000);
  assert.equal((await insertRows(db, curves, shifted)).unchanged, 4_000);
});

communityTest(
  "insertRows passes the limit of 100,000 decompressed rows, in its own transaction",
  async (database) => {
    const { db, client } = database;
    const minutes = Array.from({ length: 110_000 }, (_, i) => ({
      exchange: "coinbase" as const, // not a string at large
      symbol: "BTC-USD",
      timeframe: "1m" as const, // not a string at large
      time: new Date(Date.UTC(2024, 0, 1) + i * 60_000),
      open: 1,
      high: 2,
      low: 1,
      close: 1,
      volume: 1,
    }));
    await insertRows(db, ohlcv, minutes);
    await compress(database, "ohlcv");
    const changed = minutes.map((row) => ({ ...row, close: 2 }));
    const result = await insertRows(db, ohlcv, changed, { onConflict: "replace" });
    assert.equal(result.conflicting, 110_000);
    const { rows } = await client.query(
      "show timescaledb.max_tuples_decompressed_per_dml_transaction",
    );
    assert.deepEqual(Object.values(rows[0]), ["100000"]);
  },
);
