import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { insertRows } from "../../../src/ingest/mod.ts";
import { restoreRanges } from "../../../src/beyond/archive/mod.ts";
import { ohlcv, ohlcvHypertable } from "../../../src/schema/mod.ts";
import { archiveTest, archiveUpToApril, minio, rowsOf } from "../../integration/archive_support.ts";
import { Random } from "../../support/random.ts";
import { effort, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";

const seed = seedOfRun();

/** A candle that no other call makes. */
function candle(number: number) {
  return {
    ...{ exchange: "coinbase", symbol: `W${number}`, timeframe: "1m" } as const,
    // In the days that have chunks, and in others.
    time: new Date(Date.UTC(2024, number % 3, 1 + number % 25, number % 24)),
    ...{ open: 1, high: 2, low: 1, close: 1, volume: number },
  };
}

archiveTest(
  "community",
  `rows that writers store while their range is archived again and again are all there (seed ${seed})`,
  async (t) => {
    const before = await rowsOf(t.client);
    const random = new Random(seed);
    let [number, isUnderWay] = [0, true];
    const write = async (chance: Random) => {
      while (isUnderWay) {
        const rows = Array.from({ length: 1 + chance.below(3) }, () => candle(number++));
        const { inserted } = await insertRows(t.database, ohlcv, rows);
        assert.equal(inserted, rows.length);
        await sleep(chance.below(30));
      }
    };
    const writers = [write(random.fork()), write(random.fork())];
    // A failure of a writer is told at the end.
    for (const writer of writers) writer.catch(() => {});
    let runs = 0;
    try {
      for (; runs < effort({ short: 3, long: 40 }); runs++) {
        await archiveUpToApril(t).catch((error) => {
          // Writers that never rest may have the last word; nothing is dropped then.
          assert.match(String(error), /its old rows change while they are written/);
        });
      }
    } finally {
      isUnderWay = false;
    }
    await Promise.all(writers);
    await archiveUpToApril(t);
    await restoreRanges(t.database, ohlcvHypertable, {
      from: new Date("2024-01-01T00:00:00Z"),
      to: new Date("2025-01-01T00:00:00Z"),
      minio: minio(),
    });
    const after = await rowsOf(t.client);
    assert.equal(after.length, before.length + number);
    assert.ok(before.every((row) => after.includes(row)));
    await recordFigures("archive-writers", { faults: runs, writes: number, lost: 0 });
  },
);
