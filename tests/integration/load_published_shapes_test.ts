import assert from "node:assert/strict";
import { countRows, writeTest } from "./ingest_support.ts";
import { load, withFile } from "./load_csv_support.ts";
import type { MigratedTest } from "./schema_support.ts";

/** Loads a file twice: what it stores the first time, it finds the second time. */
async function loadTwice(
  { url }: MigratedTest,
  { content, flags, rows }: {
    readonly content: string;
    readonly flags: readonly string[];
    readonly rows: number;
  },
): Promise<void> {
  await withFile(content, async (file) => {
    for (const inserted of [rows, 0]) {
      const { code, stdout, stderr } = await load(url, [...flags, `--file=${file}`, "--json"]);
      assert.equal(code, 0, stderr);
      assert.equal(JSON.parse(stdout).inserted, inserted, stdout);
    }
  });
}

const treasury = `Date,"1 Mo","1.5 Month","2 Mo","30 Yr"
03/05/2025,4.38,4.36,4.36,4.58
02/14/2025,4.37,,4.36,4.69
`;

writeTest("load loads the Treasury's par curve as the README says", async (database) => {
  const flags = [
    "--table=curves",
    "--wide=tenors",
    "--date-format=MM/DD/YYYY",
    "--map=curveDate=Date",
    "--set=curveId=US_TREASURY_PAR",
  ];
  await loadTwice(database, { content: treasury, flags, rows: 7 });
  const { rows } = await database.client.query(
    "select curve_date::text, rate from curves where tenor_days = 45",
  );
  assert.deepEqual(rows, [{ curve_date: "2025-03-05", rate: 4.36 }]);
});

const quarters = `KEY,TIME_PERIOD,OBS_VALUE,OBS_STATUS
S1,2024-Q1,2735212.5,A
S1,2024-Q2,2740123.1,A
S1,2024-Q3,,L
`;

writeTest("load stores the quarters of SDMX-CSV as their first days", async (database) => {
  const flags = [
    "--table=macro_series",
    "--map=series=KEY",
    "--map=observationDate=TIME_PERIOD",
    "--map=value=OBS_VALUE",
    "--set=releaseTime=2024-11-20T10:00:00Z",
    "--ignore=OBS_STATUS",
    "--skip-missing=value",
  ];
  await loadTwice(database, { content: quarters, flags, rows: 2 });
  const { rows } = await database.client.query(
    "select observation_date::text as day from macro_series order by 1",
  );
  assert.deepEqual(rows, [{ day: "2024-01-01" }, { day: "2024-04-01" }]);
});

const klines = "1704067200000000,42283.58,42298.62,42261.02,42298.61,35.92724,1704067259999999\n";

writeTest("load refuses microseconds as milliseconds, and takes them as such", async (database) => {
  const flags = [
    "--table=ohlcv",
    "--columns=time,open,high,low,close,volume,end",
    "--ignore=end",
    "--set=symbol=BTCUSDT",
    "--set=exchange=binance",
    "--set=timeframe=1m",
  ];
  const refused = await load(
    database.url,
    [...flags, "--date-format=unix-ms", "--file=-"],
    klines,
  );
  assert.equal(refused.code, 1, refused.stderr);
  assert.match(refused.stdout, /line 1: .*--date-format=unix-us\), 2024-01-01T00:00:00.000Z/);
  assert.equal(await countRows(database, "ohlcv"), 0);
  await loadTwice(database, {
    content: klines,
    flags: [...flags, "--date-format=unix-us"],
    rows: 1,
  });
});
