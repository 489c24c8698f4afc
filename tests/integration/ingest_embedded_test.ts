import assert from "node:assert/strict";
import {
  appendVintages,
  backfill,
  insertRows,
  loadCsv,
  missingRanges,
  RowsError,
} from "../../src/ingest/mod.ts";
import { asOf } from "../../src/point_in_time/mod.ts";
import {
  curves,
  dataSources,
  instruments,
  macroSeries,
  marketData,
  seriesMetadata,
} from "../../src/schema/mod.ts";
import { createTestDatabase } from "../../src/testing/mod.ts";
import { bar, bars, shuffled, stream } from "./ingest_support.ts";
import { withFile } from "./load_csv_support.ts";

Deno.test("every way of writing works in a database inside the process", async (t) => {
  await using database = await createTestDatabase();
  const names = Array.from({ length: 5 }, (_, i) => ({
    ticker: `T${i}`,
    name: "x",
    assetClass: "equity" as const, // not a string at large
    country: "US" as const, // not a string at large
    currency: "USD",
  }));
  await insertRows(database, instruments, names);
  await insertRows(database, dataSources, [{ name: "Source" }]);
  await insertRows(database, seriesMetadata, [{
    sourceId: 1,
    seriesCode: "S",
    name: "S",
    frequency: "monthly",
    country: "US",
    unit: "x",
    releaseTimezone: "America/New_York",
  }]);

  await t.step("insertRows", async () => {
    for (const options of [{}, { batchRows: 30 }, { batchRows: 30, commitEach: true }]) {
      const given = stream(shuffled(bars(5, 40)));
      const { inserted, unchanged } = await insertRows(database, marketData, given, options);
      assert.equal(inserted + unchanged, 200);
    }
    const changed = bars(5, 40).map((row) => ({ ...row, close: row.close + 0.5, high: 1e6 }));
    const options = { onConflict: "replace", batchRows: 30 } as const;
    assert.equal((await insertRows(database, marketData, changed, options)).conflicting, 200);
    assert.equal((await insertRows(database, marketData, changed)).unchanged, 200);
    await assert.rejects(insertRows(database, marketData, [bar(77, 1)]), RowsError);
    const twice = await insertRows(database, marketData, [bar(1, 90), bar(1, 90), bar(1, 90, 5)]);
    assert.deepEqual([twice.inserted, twice.unchanged, twice.conflicting], [1, 1, 1]);
  });

  await t.step("appendVintages", async () => {
    const rows = [1, 2, 3, 3, 2].map((value, i) => ({
      seriesId: 1,
      observationDate: "2024-01-01",
      value,
      releaseTime: `2024-02-0${i + 1}T13:30:00Z`,
    }));
    assert.equal((await appendVintages(database, shuffled(rows), { batchRows: 2 })).inserted, 4);
    assert.equal((await appendVintages(database, rows)).inserted, 0);
    const [known] = await asOf(database, { series: 1, at: "2024-02-04T00:00:00Z" });
    assert.equal(known?.value, 3);
    assert.equal((await database.db.select().from(macroSeries)).length, 4);
  });

  await t.step("loadCsv", async () => {
    await withFile("Date,1 Mo,2 Yr\n2024-01-02,5.5,4.3\n", async (file) => {
      const mapping = {
        columns: { curveDate: "Date" },
        set: { curveId: "US" },
        wide: "tenors",
      } as const;
      assert.equal((await loadCsv(database, curves, file, mapping)).inserted, 2);
    });
  });

  await t.step("backfill", async () => {
    const series = { exchange: "coinbase", symbol: "BTC-USD", timeframe: "1h" } as const;
    const range = { from: new Date("2024-01-01T00:00:00Z"), to: new Date("2024-01-03T00:00:00Z") };
    const { fetched } = await backfill(database, {
      ...series,
      ...range,
      candlesPerFetch: 20,
      fetch: ({ from, to }) => [
        { time: from, open: 1, high: 1, low: 1, close: 1, volume: 1 },
        { time: new Date(to.getTime() - 3_600_000), open: 1, high: 1, low: 1, close: 1, volume: 1 },
      ],
    });
    assert.equal(fetched, 3);
    assert.deepEqual(await missingRanges(database, { ...series, ...range }), []);
  });
});
