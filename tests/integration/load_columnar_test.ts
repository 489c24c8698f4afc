import assert from "node:assert/strict";
import { ConfigError, StrataError } from "../../src/base/errors.ts";
import { loadCsv } from "../../src/ingest/mod.ts";
import { curves, macroSeries, ohlcv } from "../../src/schema/mod.ts";
import { createDatabase } from "../../src/database/mod.ts";
import { isServerRequired, pythonTest, testServer, throwawayDatabase } from "../support/mod.ts";
import { filesOf, migrateDatabase, migratedTest, runExport, withFolder } from "./export_support.ts";
import { load } from "./load_csv_support.ts";
import { makeSeries } from "./point_in_time_support.ts";

const tables = {
  curves: `insert into curves (curve_id, curve_date, tenor_days, tenor_label, rate, curve_type)
    select 'C' || c, date '2020-01-01' + d, t, t || 'd', c + d / 7.0 + t / 1000.0, 'par'
    from generate_series(1, 2) c, generate_series(0, 99) d, generate_series(30, 300, 90) t`,
  ohlcv: `insert into ohlcv (exchange, symbol, timeframe, time, open, high, low, close, volume)
    select 'binance', 'BTC/USDT', '1h', timestamptz '2020-01-01 00:00Z' + h * interval '1 hour',
      100 + h / 3.0, 101 + h / 3.0, 99 + h / 3.0, 100.5 + h / 3.0, h * 1e-8
    from generate_series(0, 499) h`,
};

for (const format of ["parquet", "arrow", "csv"]) {
  migratedTest(
    `a table that is exported to ${format} and loaded elsewhere has the same rows`,
    async (t) => {
      const id = await makeSeries(t.client, { code: "GDP" });
      await t.client.query(
        `insert into macro_series (series_id, observation_date, revision_number, value, release_time)
      select $1, date '2020-01-01' + d, r, nullif(d / 3.0 + r, 5), timestamptz '2020-03-01 12:30:00.000001Z' + (d + r * 100) * interval '1 day'
      from generate_series(0, 99) d, generate_series(0, 1) r`,
        [id],
      );
      await using other = await throwawayDatabase(t.url);
      await migrateDatabase(other.url);
      assert.equal(await makeSeries(other.client, { code: "GDP" }), id);
      await withFolder(async (folder) => {
        for (const sql of Object.values(tables)) await t.client.query(sql);
        for (const table of [...Object.keys(tables), "macro_series"]) {
          const file = `${folder}/${table}.${format}`;
          const out = await runExport(["table", table, `--to=${file}`], t);
          assert.equal(out.code, 0, out.stderr);
          const back = await load(other.url, [
            `--table=${table}`,
            `--file=${file}`,
            "--ignore-rest",
          ]);
          assert.equal(back.code, 0, back.stdout + back.stderr);
          const rows = async (client: typeof t.client) =>
            (await client.query(
              `select to_jsonb(t) - 'ingested_at' - 'created_at' - 'updated_at' as row from public.${table} t order by 1`,
            )).rows;
          const [was, is] = [await rows(t.client), await rows(other.client)];
          assert.ok(was.length > 0);
          assert.deepEqual(is, was, table);
        }
      });
    },
  );
}

migratedTest("a file of columns that cannot be loaded is refused with its reason", async (t) => {
  await using database = createDatabase({ url: t.url });
  await withFolder(async (folder) => {
    await t.client.query(tables.curves);
    const file = `${folder}/curves.parquet`;
    assert.equal((await runExport(["table", "curves", `--to=${file}`], t)).code, 0);
    const bytes = await Deno.readFile(file);
    await assert.rejects(
      loadCsv(database, curves, { name: "pipe", bytes: new Blob([bytes]).stream() }),
      (error) => error instanceof ConfigError && /read from its end/.test(error.message),
    );
    await Deno.writeFile(file, bytes.subarray(0, bytes.length - 100));
    await assert.rejects(
      loadCsv(database, curves, file),
      (error) => error instanceof StrataError && /as Parquet: it is broken/.test(error.message),
    );
    const bad = await runExport(["table", "curves", `--to=${folder}/bad.arrow`], t);
    assert.equal(bad.code, 0);
    const result = await load(t.url, [
      ...["--table=ohlcv", `--file=${folder}/bad.arrow`, "--set", "exchange=binance"],
      ...["--set", "symbol=BTC/USDT", "--set", "timeframe=1d", "--map", "time=curve_date"],
      ...["--map", "open=rate", "--map", "high=rate", "--map", "low=rate", "--map"],
      ...[
        "close=tenor_label",
        "--ignore-rest",
        "--set",
        "volume=1",
        "--time=00:00",
        "--time-zone=UTC",
      ],
    ]);
    assert.equal(result.code, 1);
    assert.match(result.stdout + result.stderr, /line 1\b.*close/);
  });
});

const server = testServer("timescaledb");
const modules = ["pyarrow", "pandas", "polars", "duckdb"];
pythonTest(
  "files of pandas, polars, pyarrow and DuckDB are loaded exactly",
  modules,
  async (python) => {
    if ("missing" in server) {
      assert.ok(!isServerRequired("timescaledb"), server.missing);
      return;
    }
    await using given = await throwawayDatabase(server.url);
    await migrateDatabase(given.url);
    await makeSeries(given.client, { code: "D1" });
    await using database = createDatabase({ url: given.url });
    await withFolder(async (folder) => {
      await python(
        await Deno.readTextFile(new URL("load_columnar_program.py", import.meta.url)),
        [folder],
      );
      const files = filesOf(folder).filter((name) => !name.startsWith("naive"));
      assert.ok(files.length >= 16);
      let isFirst = true;
      for (const name of files) {
        const result = await loadCsv(database, macroSeries, `${folder}/${name}`);
        // The first one stores the rows; that the others change nothing shows that they are equal.
        assert.deepEqual(
          [result.lines, result.inserted, result.unchanged, result.refused],
          [3, isFirst ? 3 : 0, isFirst ? 0 : 3, 0],
          name,
        );
        isFirst = false;
      }
      const { rows } = await given.client.query(
        `select observation_date::text as day, value, to_char(release_time at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as release
      from macro_series order by 1`,
      );
      assert.deepEqual(rows, [
        { day: "2020-01-01", value: 1.5, release: "2020-01-26 00:53:20.000001" },
        { day: "2020-02-01", value: null, release: "2020-02-18 04:26:40.000000" },
        { day: "2020-03-01", value: 0.1 + 0.2, release: "2020-03-23 21:46:40.999999" },
      ]);
      const naive = `${folder}/naive.parquet`;
      const prices = { open: "value", high: "value", low: "value", close: "value" };
      await assert.rejects(
        loadCsv(database, ohlcv, naive, {
          columns: { time: "release_time", ...prices },
          set: { exchange: "binance", symbol: "BTC/USDT", timeframe: "1h", volume: 1 },
          ignore: "rest",
        }),
        /line 1 .*zone/,
      );
      const zoned = await loadCsv(database, macroSeries, naive, { timeZone: "UTC" });
      assert.deepEqual([zoned.inserted, zoned.unchanged], [0, 3]);
    });
  },
);
