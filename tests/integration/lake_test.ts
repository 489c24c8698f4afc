import assert from "node:assert/strict";
import { archiveChunks, writeLake } from "../../src/beyond/archive/mod.ts";
import { createDatabase, type Database } from "../../src/database/mod.ts";
import { insertRows } from "../../src/ingest/mod.ts";
import { asOf } from "../../src/point_in_time/mod.ts";
import { macroSeries, macroSeriesHypertable, ohlcvHypertable } from "../../src/schema/mod.ts";
import { pythonTest, serverTest, testServer, throwawayDatabase } from "../support/mod.ts";
import { filesBelow, fillCandles, minio, upToApril } from "./archive_support.ts";
import { makeDailySeries, migrateDatabase, withFolder } from "./export_support.ts";

const tables = [macroSeriesHypertable, ohlcvHypertable];

async function lakeOf(database: Database, to: string, isFull = false) {
  const { tables: found, knownTo } = await writeLake(database, tables, {
    ...{ to, minio: minio(), isFull },
  });
  return { knownTo, tables: found.map(({ table, rows, written }) => [table, rows, written]) };
}

serverTest(
  "timescaledb",
  "a lake writes anew the months and years whose rows have changed",
  async (_t, own) => {
    const { url, client } = own;
    await migrateDatabase(url);
    const [id = 0] = await makeDailySeries(client, { count: 2, days: 800 });
    await fillCandles(client);
    await using database = createDatabase({ url });
    await withFolder(async (folder) => {
      const first = await lakeOf(database, folder);
      const years = [2010, 2011, 2012].map((year) => `macro_series/year=${year}/data.parquet`);
      const months = [1, 2, 3, 4].map((month) => `ohlcv/year=2024/month=${month}/data.parquet`);
      assert.deepEqual(first.tables, [["macro_series", 3200, years], ["ohlcv", 936, months]]);
      assert.deepEqual((await lakeOf(database, folder)).tables, [
        ["macro_series", 3200, []],
        ["ohlcv", 936, []],
      ]);
      await insertRows(database, macroSeries, [{
        ...{ seriesId: id, observationDate: "2011-05-01", revisionNumber: 2, value: -1 },
        releaseTime: new Date("2011-08-01T00:00:00Z"),
      }]);
      await client.query("update ohlcv set close = close + 1 where time = '2024-03-01Z'");
      assert.deepEqual((await lakeOf(database, folder)).tables, [
        ["macro_series", 3201, years.slice(1, 2)],
        ["ohlcv", 936, months.slice(2, 3)],
      ]);
      // What is changed in place tells no time: that is found by reading all of it.
      await client.query("delete from macro_series where observation_date >= '2012-01-01'");
      assert.deepEqual((await lakeOf(database, folder)).tables[0]?.[2], []);
      const { tables: [whole] } = await lakeOf(database, folder, true);
      assert.deepEqual(whole?.[2], []);
      assert.deepEqual(await filesBelow(folder, "macro_series"), years.slice(0, 2));
    });
  },
);

serverTest(
  "timescaledb",
  "a lake keeps what is archived, and is no archive's place",
  async (_t, own) => {
    const { url, client } = own;
    await migrateDatabase(url);
    await fillCandles(client);
    await using database = createDatabase({ url });
    await withFolder(async (folder) => {
      await lakeOf(database, `${folder}/lake`);
      const before = await filesBelow(`${folder}/lake`);
      await archiveChunks(database, ohlcvHypertable, upToApril(`${folder}/cold`));
      assert.deepEqual((await lakeOf(database, `${folder}/lake`)).tables[1], ["ohlcv", 936, []]);
      assert.deepEqual(await filesBelow(`${folder}/lake`), before);
      const { tables: [late] } = await writeLake(database, [ohlcvHypertable], {
        ...{ to: `${folder}/second`, minio: minio() },
      });
      assert.deepEqual([late?.rows, late?.absent], [
        216,
        ["year=2024/month=1", "year=2024/month=2", "year=2024/month=3"],
      ]);
      await assert.rejects(
        () => lakeOf(database, `${folder}/cold`),
        /Cannot keep a lake at .*cold: an archive stands there/,
      );
    });
  },
);

pythonTest("DuckDB and polars answer as of an instant from a lake as asOf does", [
  "duckdb",
  "polars",
], async (python) => {
  const server = testServer("timescaledb");
  assert.ok(!("missing" in server), "it needs STRATA_TEST_DATABASE_URL as well");
  await using own = await throwawayDatabase(server.url);
  await migrateDatabase(own.url);
  await makeDailySeries(own.client, { count: 3, days: 400 });
  await own.client.query(
    "update macro_series set value = null where observation_date = '2010-02-03'",
  );
  await using database = createDatabase({ url: own.url });
  const program = await Deno.readTextFile(new URL("lake_program.py", import.meta.url));
  await withFolder(async (folder) => {
    const { knownTo } = await lakeOf(database, folder);
    const instants = [
      ...["2010-03-01T12:29:59Z", "2010-03-01T12:30:00Z", "2010-11-20T00:00:00Z"]
        .map((at) => ({ at, known: knownTo })),
      // The second clock: what was stored by then.
      { at: "2010-11-20T00:00:00Z", known: "2010-06-01T13:00:00Z" },
    ];
    for (const { at, known } of instants) {
      const want: unknown[] = [];
      for (const code of ["D1", "D2", "D3"]) {
        const [{ rows: [row] }] = await Promise.all([
          own.client.query<{ source: string }>(
            `select d.name as source from series_metadata s join data_sources d on d.id = s.source_id
            where series_code = $1`,
            [code],
          ),
        ]);
        const series = { source: row?.source ?? "", code };
        const rows = await asOf(database, { series, at, knownTo: known });
        want.push(...rows.map(({ observationDate, value }) => [code, observationDate, value]));
      }
      assert.ok(want.length > 100, at);
      const read = JSON.parse(await python(program, [folder, at, known]));
      assert.deepEqual(read.duckdb, want, `DuckDB at ${at}`);
      assert.deepEqual(read.polars, want, `polars at ${at}`);
    }
  });
});
