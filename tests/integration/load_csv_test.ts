import assert from "node:assert/strict";
import { eq } from "drizzle-orm";
import { LinesError, loadCsv } from "../../src/ingest/mod.ts";
import { asOf } from "../../src/point_in_time/mod.ts";
import { curves, macroSeries, marketData } from "../../src/schema/mod.ts";
import { countRows, writeTest } from "./ingest_support.ts";
import { withFile } from "./load_csv_support.ts";

const daily = { instrumentId: 1, frequency: "daily" };

writeTest("loadCsv reads BOM, mixed newlines, quotes and blank lines", async (database) => {
  const { db } = database;
  const content = '\ufeffTimestamp,Open,"High",low,close,Volume\r\n' +
    '2024-01-02T00:00:00Z,1,3,0.5,"2",10\n\n' +
    "2024-01-03T00:00:00Z, 1 ,3,.5,2e0,\r" +
    '"2024-01-04 00:00:00+00:00","1","3","0.5","2",10\r\n';
  await withFile(content, async (file) => {
    const result = await loadCsv(db, marketData, file, { set: daily });
    assert.deepEqual([result.lines, result.rows, result.inserted], [3, 3, 3]);
    const again = await loadCsv({ db }, marketData, file, { set: { ...daily, instrumentId: "1" } });
    assert.deepEqual([again.inserted, again.unchanged], [0, 3]);
  });
  const stored = await db.select().from(marketData).orderBy(marketData.timestamp);
  assert.deepEqual(stored.map((row) => [row.timestamp.toISOString(), row.close, row.volume]), [
    ["2024-01-02T00:00:00.000Z", 2, 10],
    ["2024-01-03T00:00:00.000Z", 2, null],
    ["2024-01-04T00:00:00.000Z", 2, 10],
  ]);
});

writeTest(
  "loadCsv reports every bad line and stores nothing, or leaves them out",
  async (database) => {
    const { db } = database;
    const content = [
      "time,close,volume",
      "2024-01-02T00:00:00Z,1,1", // good
      "2024-01-03T00:00:00Z,1,234,1", // 3: ragged
      "2024-01-04T00:00:00,1,1", // 4: no zone
      '2024-01-05T00:00:00Z,"1,5",1', // 5: a comma
      "2024-01-06T00:00:00Z,.,1", // 6: missing, but required
      "2024-01-07T00:00:00Z,1,-5", // 7: below zero
      "2024-01-08T00:00:00Z,1", // 8: ragged
      '2024-01-09T00:00:00Z,1"2,1', // 9: a quote in a cell
      "2024-02-30T00:00:00Z,1,1", // 10: no day
      "2024-01-11T00:00:00Z,NaN,1", // 11: no number
      "2024-01-12T00:00:00Z,1,...", // good
    ].join("\n");
    const bad = [3, 4, 5, 6, 7, 8, 9, 10, 11];
    const mapping = { columns: { timestamp: "time" }, set: daily };
    await withFile(content, async (file) => {
      for (const options of [{}, { batchRows: 2 }]) {
        await assert.rejects(loadCsv(db, marketData, file, { ...mapping, ...options }), (error) => {
          assert.ok(error instanceof LinesError, String(error));
          assert.deepEqual(error.problems.map(({ line }) => line), bad);
          assert.equal(error.refused, bad.length);
          const reasons = error.problems.map(({ reason }) => reason);
          assert.match(reasons[0] ?? "", /has 4 cells, the header has 3/);
          assert.match(reasons[1] ?? "", /timestamp: got "2024-01-04T00:00:00", expected a zone/);
          assert.match(reasons[2] ?? "", /close: got "1,5", expected a number with "\."/);
          assert.match(reasons[3] ?? "", /close: got null/);
          assert.match(reasons[4] ?? "", /volume: got -5/);
          assert.match(reasons[6] ?? "", /a quote in the middle of a cell/);
          return true;
        });
        assert.equal(await countRows(database, "market_data"), 0);
      }
      const result = await loadCsv(db, marketData, file, { ...mapping, badRows: "collect" });
      assert.deepEqual([result.inserted, result.refused, result.rows], [2, 9, 11]);
      assert.deepEqual(result.problems.map(({ line }) => line), bad);
      const skipping = { ...mapping, badRows: "collect" as const, skipMissing: ["close"] };
      assert.equal((await loadCsv(db, marketData, file, skipping)).skipped, 1);
    });
  },
);

writeTest("loadCsv finds the lines that the server refuses", async (database) => {
  const { db } = database;
  const content =
    "instrument_id,timestamp,close\n1,2024-01-02T00:00:00Z,1\n999,2024-01-02T00:00:00Z,1\n";
  await withFile(content, async (file) => {
    await assert.rejects(
      loadCsv(db, marketData, file, { set: { frequency: "daily" } }),
      /line 3 refused \(instrumentId: got 999, which is not in instruments/,
    );
    const collected = await loadCsv(db, marketData, file, {
      set: { frequency: "daily" },
      badRows: "collect",
    });
    assert.deepEqual(collected.problems.map(({ line, field }) => [line, field]), [[
      3,
      "instrumentId",
    ]]);
  });
  assert.equal(await countRows(database, "market_data"), 1);
});

writeTest("loadCsv reads the decimals and days of a Brazilian source", async ({ db }) => {
  const content =
    '"data";"valor"\n"01/06/1986";"1,27"\n"01/07/1986";"1.001,95"\n"01/08/1986";"..."\n';
  await withFile(content, async (file) => {
    const mapping = {
      columns: { observationDate: "data", releaseTime: "data", value: "valor" },
      set: { series: "Source/S3" },
      decimal: ",",
      dateFormat: "DD/MM/YYYY",
      timeZone: "America/Sao_Paulo",
    } as const;
    await assert.rejects(
      loadCsv(db, macroSeries, file, mapping),
      /line 3 refused.*thousands separator/,
    );
    const result = await loadCsv(db, macroSeries, file, { ...mapping, thousands: "." });
    assert.deepEqual([result.inserted, result.unchanged], [3, 0]);
    const again = await loadCsv(db, macroSeries, file, { ...mapping, thousands: "." });
    assert.deepEqual([again.inserted, again.unchanged], [0, 3]);
  });
  const stored = await db.select().from(macroSeries).orderBy(macroSeries.observationDate);
  assert.deepEqual(
    stored.map((
      row,
    ) => [row.seriesId, row.observationDate, row.value, row.releaseTime.toISOString()]),
    [
      // The end of the day in São Paulo, three hours behind UTC.
      [3, "1986-06-01", 1.27, "1986-06-02T03:00:00.000Z"],
      [3, "1986-07-01", 1001.95, "1986-07-02T03:00:00.000Z"],
      [3, "1986-08-01", null, "1986-08-02T03:00:00.000Z"],
    ],
  );
});

writeTest("loadCsv appends a vintage for each column", async (database) => {
  const { db } = database;
  const content = `observation_date,PAYEMS_20241231,PAYEMS_20250131,2025-02-28
2024-09-01,159025,159025,158314
2024-12-01,,159536,.
`;
  await withFile(content, async (file) => {
    const mapping = { set: { series: "S5" }, wide: "vintages" } as const;
    const result = await loadCsv(db, macroSeries, file, mapping);
    assert.deepEqual([result.lines, result.rows, result.inserted], [2, 4, 3]);
    assert.equal((await loadCsv(db, macroSeries, file, mapping)).inserted, 0);
  });
  // The end of the day in the zone of the series.
  const before = await asOf(db, { series: 5, at: "2025-03-01T04:59:59Z" });
  assert.deepEqual(before.map(({ value }) => value), [159025, 159536]);
  const after = await asOf(db, { series: 5, at: "2025-03-01T05:00:00Z" });
  assert.deepEqual(after.map(({ value }) => value), [158314, 159536]);
});

writeTest("loadCsv makes a row from each tenor", async (database) => {
  const { db } = database;
  const content =
    "Date,1 Mo,3 Mo,10 Yr\n2001-07-31,3.67,3.54,5.07\n2010-10-11,,,\n2010-10-12,.,0.1,2.5\n";
  await withFile(content, async (file) => {
    const mapping = {
      columns: { curveDate: "Date" },
      set: { curveId: "US", curveType: "par" },
      wide: "tenors",
    } as const;
    const result = await loadCsv(db, curves, file, mapping);
    assert.deepEqual([result.lines, result.rows, result.inserted, result.skipped], [3, 5, 5, 1]);
    await assert.rejects(
      loadCsv(db, curves, file, { ...mapping, columns: {} }),
      /"Date" is not a tenor.*curveDate is not given/,
    );
  });
  const stored = await db.select().from(curves).where(eq(curves.tenorDays, 3650))
    .orderBy(curves.curveDate);
  assert.deepEqual(stored.map((row) => [row.curveDate, row.tenorLabel, row.rate]), [
    ["2001-07-31", "10 Yr", 5.07],
    ["2010-10-12", "10 Yr", 2.5],
  ]);
});

writeTest("loadCsv reads local times as instants", async (database) => {
  const { db } = database;
  const load = (content: string, mapping: Parameters<typeof loadCsv>[3]) =>
    withFile(content, async (file) => {
      await db.delete(marketData);
      await loadCsv(db, marketData, file, {
        columns: { timestamp: "t" },
        set: { ...daily, close: 1 },
        ...mapping,
      });
      const stored = await db.select().from(marketData).orderBy(marketData.timestamp);
      return stored.map((row) => row.timestamp.toISOString());
    });
  const newYork = { timeZone: "America/New_York" };
  assert.deepEqual(await load("t\n2024-03-08\n2024-04-05\n", { ...newYork, time: "08:30" }), [
    "2024-03-08T13:30:00.000Z",
    "2024-04-05T12:30:00.000Z",
  ]);
  assert.deepEqual(
    await load("t\n3/8/2024 08:30\n", { ...newYork, dateFormat: "M/D/YYYY HH:mm" }),
    [
      "2024-03-08T13:30:00.000Z",
    ],
  );
  assert.deepEqual(
    await load("t\n8-Mar-2024\n", { ...newYork, dateFormat: "D-MMM-YYYY", time: "24:00" }),
    [
      "2024-03-09T05:00:00.000Z",
    ],
  );
  assert.deepEqual(await load("t\n1712145600\n1712145660.5\n", { dateFormat: "unix" }), [
    "2024-04-03T12:00:00.000Z",
    "2024-04-03T12:01:00.500Z",
  ]);
  assert.deepEqual(await load("t\n1712145600123\n", { dateFormat: "unix-ms" }), [
    "2024-04-03T12:00:00.123Z",
  ]);
  const ofDay = { dateFormat: "day-ms", date: "2018-04-04", timeZone: "UTC" };
  assert.deepEqual(await load("t\n0\n60000\n86340000\n", ofDay), [
    "2018-04-04T00:00:00.000Z",
    "2018-04-04T00:01:00.000Z",
    "2018-04-04T23:59:00.000Z",
  ]);
  await assert.rejects(load("t\n2024-03-08\n", newYork), /a time after the day/);
  await assert.rejects(load("t\n2024-03-10 02:30\n", newYork), /clocks there skip it/);
  await assert.rejects(load("t\n2024-11-03 01:30\n", newYork), /clocks show it twice/);
  assert.deepEqual(await load("t\n2024-11-03 01:30\n", { ...newYork, disambiguation: "earlier" }), [
    "2024-11-03T05:30:00.000Z",
  ]);
  assert.equal(await countRows(database, "market_data"), 1);
});
