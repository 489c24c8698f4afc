import assert from "node:assert/strict";
import { countRows, writeTest } from "./ingest_support.ts";
import { load, withFile } from "./load_csv_support.ts";
import type { MigratedTest } from "./schema_support.ts";

/** Loads a file twice: the second load must find what the first one stored. */
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
    "--set=releaseTime=2024-11-20",
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

writeTest("load refuses microseconds as milliseconds, and names unix-us", async (database) => {
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
  assert.match(
    refused.stdout,
    /line 1: .*likely "unix-us", which gives 2024-01-01T00:00:00.000Z\n/,
  );
  assert.match(refused.stderr, /dateFormat \(--date-format=unix-us\) sets this format/);
  assert.equal(await countRows(database, "ohlcv"), 0);
  await loadTwice(database, {
    content: klines,
    flags: [...flags, "--date-format=unix-us"],
    rows: 1,
  });
});

const worldBank = `\ufeff"Data Source","World Development Indicators",

"Last Updated Date","2024-10-24",

"Country Name","Country Code","Indicator Name","Indicator Code","2020","2021","2022",
"Brazil","BRA","GDP (current US$)","S1","1476107231194.11","1670647463002.13","",
"Germany","DEU","GDP (current US$)","S1","3940142541354.1","4348297440387.54","1",

"Data from database: World Development Indicators",,,,,,,
`;

const macro = ["--table=macro_series", "--set=releaseTime=2024-11-20"];

writeTest(
  "load finds the World Bank's header, and loads the lines of one country",
  async (database) => {
    const flags = [
      ...macro,
      "--wide=periods",
      "--where=Country Code=BRA",
      "--map=series=Indicator Code",
      "--ignore-rest",
    ];
    await loadTwice(database, { content: worldBank, flags, rows: 2 });
    const { rows } = await database.client.query(
      `select observation_date::text as day, release_time at time zone 'UTC' as at from macro_series
      order by 1 desc limit 1`,
    );
    // The end of the day in New York, where the series is released.
    assert.equal(rows[0]?.day, "2021-01-01");
    assert.equal(new Date(`${rows[0]?.at}`).toISOString().slice(0, 13), "2024-11-21T05");
  },
);

const dataBank = `Country Name,Series Code,2020 [YR2020],2021 [YR2021]
Brazil,S1,1.5,..
,,,
,,,
Data from database: World Development Indicators,,,
`;

writeTest("load loads the World Bank's DataBank, with its dots and footers", async (database) => {
  const flags = [
    ...macro,
    "--wide=periods",
    "--map=series=Series Code",
    "--ignore=Country Name",
  ];
  await loadTwice(database, { content: dataBank, flags, rows: 1 });
  const long = "Time,Time Code,Series Code,Value\n2019,YR2019,S1,1.4\n2018,YR2018,S1,..\n,,,\n";
  const columns = ["series=Series Code", "observationDate=Time Code"].map((one) => `--map=${one}`);
  const rest = [...columns, "--ignore-rest", "--skip-missing=value"];
  await loadTwice(database, { content: long, flags: [...macro, ...rest], rows: 1 });
});

const weo =
  `"WEO Country Code","ISO","WEO Subject Code","2022","2023","2024","Estimates Start After"
"223","BRA","NGDP_RPCH","3.017","2.908","3.040","2023"
`;

writeTest("load leaves out the IMF's estimates", async (database) => {
  const flags = [...macro, "--wide=periods", "--set=series=S1"];
  const left = ["--ignore=WEO Country Code", "--ignore=WEO Subject Code"];
  await withFile(weo, async (file) => {
    const told = await load(database.url, [...flags, ...left, "--where=ISO=BRA", `--file=${file}`]);
    assert.equal(told.code, 2);
    assert.match(told.stderr, /--last-actual="Estimates Start After"\) leaves estimates out/);
  });
  const estimates = ["--last-actual=Estimates Start After", "--where=ISO=BRA", "--where=ISO=DEU"];
  await loadTwice(database, { content: weo, flags: [...flags, ...left, ...estimates], rows: 2 });
});

const fred = `observation_date,S1,S2,S3
2024-01-01,28624.069,3.7,309.794
2024-02-01,,3.9,311.022
`;

writeTest("load loads one series per column, and names a missing one", async (database) => {
  const flags = [...macro, "--wide=series", "--set=source=Source"];
  await loadTwice(database, { content: fred, flags, rows: 5 });
  const { code, stderr } = await load(
    database.url,
    [...flags, "--file=-"],
    fred.replace("S3", "CPIAUCSL"),
  );
  assert.equal(code, 2);
  assert.match(stderr, /the column "CPIAUCSL": got "Source\/CPIAUCSL", expected a series/);
});

const yahoo = `Date,Open,High,Low,Close,Adj Close,Volume
2024-09-26,5762.2,5767.3,5721.0,5745.3,5745.3,3809860000
2024-09-27,null,null,null,null,null,null
`;

writeTest("load skips lines without a number, and lines before the header", async (database) => {
  const flags = [
    "--table=market_data",
    "--map=timestamp=Date",
    "--time=16:00",
    "--time-zone=America/New_York",
    "--set=ticker=T1",
    "--set=frequency=daily",
    "--ignore=Adj Close",
    "--skip-empty",
  ];
  await loadTwice(database, { content: yahoo, flags, rows: 1 });
  const content = `From a terminal\nof today\n${yahoo}`.replaceAll("2024-09-26", "2024-09-25");
  await loadTwice(database, { content, flags: [...flags, "--skip-lines=2"], rows: 1 });
});
