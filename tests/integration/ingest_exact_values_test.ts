import assert from "node:assert/strict";
import { asc } from "drizzle-orm";
import { insertRows, LinesError, loadCsv, RowsError } from "../../src/ingest/mod.ts";
import { macroSeries, marketData } from "../../src/schema/mod.ts";
import { bar, countRows, writeTest } from "./ingest_support.ts";
import { withFile } from "./load_csv_support.ts";

const daily = { instrumentId: 1, frequency: "daily" } as const;

writeTest("insertRows takes bigint and numeric text as the numbers they are", async (database) => {
  const { db } = database;
  const { inserted } = await insertRows(db, marketData, [
    { ...bar(1, 0), instrumentId: 1n, open: "99", volume: 2n ** 53n },
    { ...bar(1, 1), instrumentId: "1", close: "1.05e2", volume: "9007199254740992" },
  ]);
  assert.equal(inserted, 2);
  const stored = await db.select().from(marketData).orderBy(asc(marketData.timestamp));
  assert.deepEqual(stored.map((row) => [row.instrumentId, row.open, row.close, row.volume]), [
    [1, 99, 100, 2 ** 53],
    [1, 99.1, 105, 2 ** 53],
  ]);
});

writeTest("insertRows refuses a whole number that a double would change", async (database) => {
  const { db } = database;
  for (const volume of [2n ** 53n + 1n, "9007199254740993"]) {
    await assert.rejects(
      insertRows(db, marketData, [bar(1, 0), { ...bar(1, 1), volume }]),
      (error) => {
        assert.ok(error instanceof RowsError, String(error));
        assert.match(error.message, /volume: got "?9007199254740993"?, expected a finite number/);
        return true;
      },
    );
  }
  assert.equal(await countRows(database, "market_data"), 0);
});

writeTest("loadCsv refuses a whole number that a double would change", async (database) => {
  const { db } = database;
  const content = "timestamp,close,volume\n2024-01-02T00:00:00Z,185.639999389648438,1\n" +
    "2024-01-03T00:00:00Z,1,9007199254740993\n";
  await withFile(content, async (file) => {
    await assert.rejects(loadCsv(db, marketData, file, { set: daily }), (error) => {
      assert.ok(error instanceof LinesError, String(error));
      assert.deepEqual(error.problems.map(({ line }) => line), [3]);
      assert.match(
        error.message,
        /volume: got "9007199254740993", expected a number that a double/,
      );
      return true;
    });
  });
  assert.equal(await countRows(database, "market_data"), 0);
});

writeTest(
  "writers refuse an instant of a mistaken unit and name the likely one",
  async (database) => {
    const { db } = database;
    const mistaken = { microseconds: 1_735_689_600_000_000, seconds: 1_735_689_601 };
    for (const [unit, milliseconds] of Object.entries(mistaken)) {
      const timestamp = new Date(milliseconds);
      await assert.rejects(insertRows(db, marketData, [{ ...bar(1, 0), timestamp }]), (error) => {
        assert.ok(error instanceof RowsError, String(error));
        assert.match(
          error.message,
          new RegExp(`timestamp: .* likely ${unit} .* 2025-01-01T00:00:0`),
        );
        return true;
      });
    }
    const release = { seriesId: 1, observationDate: "2024-01-01", value: 1 };
    await assert.rejects(
      insertRows(db, macroSeries, [{ ...release, releaseTime: new Date(1_735_689_601) }]),
      /releaseTime: .* likely seconds/,
    );
    // An instant in January 1970 on a whole minute is plausible.
    const old = new Date("1970-01-20T13:30:00Z");
    assert.equal(
      (await insertRows(db, macroSeries, [{ ...release, releaseTime: old }])).inserted,
      1,
    );
  },
);

writeTest("loadCsv loads both passes of a doubled hour from lines in order", async (database) => {
  const { db } = database;
  const hours = ["00:30", "01:00", "01:30", "01:00", "01:30", "02:00"];
  const lines = hours.map((hour, i) => `2024-11-03 ${hour},${i + 1}`);
  await withFile(`timestamp,close\n${lines.join("\n")}\n`, async (file) => {
    const mapping = { set: { instrumentId: 1, frequency: "minute" }, timeZone: "America/New_York" };
    await assert.rejects(loadCsv(db, marketData, file, mapping), /--twice=in-order/);
    await loadCsv(db, marketData, file, { ...mapping, disambiguation: "in-order" });
  });
  const stored = await db.select().from(marketData).orderBy(asc(marketData.timestamp));
  assert.deepEqual(
    stored.map(({ timestamp, close }) => [timestamp.toISOString().slice(11, 16), close]),
    [["04:30", 1], ["05:00", 2], ["05:30", 3], ["06:00", 4], ["06:30", 5], ["07:00", 6]],
  );
});
