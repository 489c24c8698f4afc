import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { loadCsv, type LoadCsvOptions } from "../../src/ingest/mod.ts";
import { asOf } from "../../src/point_in_time/mod.ts";
import { curves, macroSeries, marketData, ohlcv } from "../../src/schema/mod.ts";
import { countRows, writeTest } from "./ingest_support.ts";
import { realFile } from "./load_csv_support.ts";
import type { MigratedTest } from "./schema_support.ts";

/**
 * Declares a test for a file of real data next to the project; without it, the name says what is
 * missing.
 */
function fileTest(
  name: string,
  file: string,
  run: (database: MigratedTest, path: string) => Promise<void>,
): void {
  const found = realFile(file);
  if ("path" in found) writeTest(name, (database) => run(database, found.path));
  else Deno.test({ name: `${name} (${found.missing})`, ignore: true, fn: () => {} });
}

const cellsOf = (path: string) =>
  readFileSync(path, "utf8").trim().split("\n").slice(1).map((line) => line.split(","));

fileTest(
  "loadCsv loads 33 years of Treasury curves, whose columns change",
  "us_treasury_par_1990_2023.csv",
  async (database, path) => {
    const mapping: LoadCsvOptions = {
      columns: { curveDate: "Date" },
      set: { curveId: "US_TREASURY_PAR", curveType: "par", source: "US Treasury" },
      wide: "tenors",
    };
    const lines = cellsOf(path);
    const points =
      lines.flatMap((cells) => cells.slice(1)).filter((cell) => cell.trim() !== "").length;
    const result = await loadCsv(database.db, curves, path, mapping);
    assert.deepEqual([result.lines, result.inserted], [8_466, points]);
    // The line of 2010-10-11 is blank.
    assert.equal(result.skipped, 1);
    const again = await loadCsv(database.db, curves, path, mapping);
    assert.deepEqual([again.inserted, again.unchanged], [0, points]);
    const { rows } = await database.db.execute(
      sql`select count(*)::int as days, min(curve_date)::text as first from curves where tenor_days = 60`,
    );
    assert.equal(rows[0]?.["first"], "2018-10-16");
    const [last] = await database.db.select().from(curves).where(
      sql`curve_date = '2023-10-31' and tenor_days = 10950`,
    );
    assert.equal(last?.rate, Number(lines.at(-1)?.[11]));
  },
);

fileTest(
  "loadCsv loads the VIX with 47 days whose open or close is outside high and low",
  "vix_daily_ohlc_1990_2026.csv",
  async (database, path) => {
    const result = await loadCsv(database.db, marketData, path, {
      columns: { timestamp: "DATE" },
      set: { ticker: "T7", frequency: "daily" },
      time: "16:15",
      timeZone: "America/New_York",
    });
    assert.deepEqual([result.rows, result.inserted, result.refused], [9_235, 9_235, 0]);
    const { rows } = await database.db.execute(
      sql`select count(*) filter (where not (open between low and high and close between low and high))::int
          as odd, min(timestamp)::text as first from market_data where instrument_id = 7`,
    );
    assert.equal(rows[0]?.["odd"], 47);
    assert.match(String(rows[0]?.["first"]), /^1990-01-02 21:15:00/);
  },
);

fileTest(
  "loadCsv loads minute candles that count the milliseconds of their day",
  "lean_coinbase_minute_btcusd_20180404_trade.csv",
  async (database, path) => {
    const result = await loadCsv(database.db, ohlcv, path, {
      header: ["time", "open", "high", "low", "close", "volume"],
      set: { exchange: "coinbase", symbol: "BTC-USD", timeframe: "1m" },
      dateFormat: "day-ms",
      date: "2018-04-04",
      timeZone: "UTC",
    });
    assert.equal(result.inserted, 1_007);
    const [last] = await database.db.select().from(ohlcv).orderBy(sql`time desc`).limit(1);
    assert.equal(last?.time.toISOString(), "2018-04-04T16:47:00.000Z");
  },
);

fileTest(
  "loadCsv loads the central bank's own CSV",
  "bcb_sgs_csv_shape_example.csv",
  async (database, path) => {
    const mapping: LoadCsvOptions = {
      columns: { observationDate: "data", releaseTime: "data", value: "valor" },
      set: { series: "S1" },
      decimal: ",",
      dateFormat: "DD/MM/YYYY",
      timeZone: "America/Sao_Paulo",
    };
    assert.equal((await loadCsv(database.db, macroSeries, path, mapping)).inserted, 4);
    const read = await asOf(database.db, { series: 1, at: "1990-01-01T00:00:00Z" });
    assert.deepEqual(read.map(({ value }) => value), [1.27, 1.95, 2.57, 2.94]);
  },
);

fileTest(
  "loadCsv loads payrolls in four vintages, one column each",
  "facts_PAYEMS_vintages_wide.csv",
  async (database, path) => {
    const mapping: LoadCsvOptions = { set: { series: "S1" }, wide: "vintages" };
    const result = await loadCsv(database.db, macroSeries, path, mapping);
    assert.equal(result.rows, result.inserted + result.unchanged);
    assert.equal((await loadCsv(database.db, macroSeries, path, mapping)).inserted, 0);
    const header = readFileSync(path, "utf8").split("\n")[0]?.split(",").slice(1) ?? [];
    for (const [i, name] of header.entries()) {
      const known = cellsOf(path).map((cells) => cells[i + 1] ?? "").filter((cell) => cell !== "");
      const [, year, month, day] = /(\d{4})(\d\d)(\d\d)$/.exec(name.trim()) ?? [];
      const at = new Date(`${year}-${month}-${day}T12:00:00Z`);
      const read = await asOf(database.db, { series: 1, at: new Date(at.getTime() + 86_400_000) });
      assert.deepEqual(read.map(({ value }) => value), known.map(Number), name);
    }
  },
);

fileTest(
  "loadCsv loads GDP as ALFRED lists it, known at 08:30 in New York",
  "facts_GDPC1_2024_vintages.csv",
  async (database, path) => {
    const result = await loadCsv(database.db, macroSeries, path, {
      columns: { observationDate: "date", releaseTime: "realtime_start" },
      ignore: ["realtime_end"],
      set: { series: "Source/S2" },
      time: "08:30",
    });
    assert.equal(result.inserted, 17);
    const at = (time: string) =>
      asOf(database.db, {
        series: 2,
        at: { date: "2024-09-26", time, timeZone: "America/New_York" },
      });
    assert.equal((await at("08:29")).at(-1)?.value, 22924.863);
    assert.equal((await at("08:30")).at(-1)?.value, 23223.906);
  },
);

fileTest(
  "loadCsv loads a yield that has dots on holidays",
  "facts_DGS10_2026-01.csv",
  async (database, path) => {
    const mapping: LoadCsvOptions = {
      columns: { observationDate: "date", releaseTime: "date" },
      set: { series: "S3" },
    };
    const lines = cellsOf(path);
    const figures = lines.filter(([, value]) => value?.trim() !== ".").length;
    const skipping = await loadCsv(database.db, macroSeries, path, {
      ...mapping,
      skipMissing: ["value"],
    });
    assert.deepEqual([skipping.inserted, skipping.skipped], [figures, lines.length - figures]);
    const whole = await loadCsv(database.db, macroSeries, path, mapping);
    assert.deepEqual([whole.inserted, whole.unchanged], [lines.length - figures, figures]);
    assert.equal(await countRows(database, "macro_series"), lines.length);
  },
);
