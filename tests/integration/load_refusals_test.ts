import assert from "node:assert/strict";
import { LinesError, loadCsv, type LoadCsvOptions } from "../../src/ingest/mod.ts";
import { curves, macroSeries, marketData } from "../../src/schema/mod.ts";
import { countRows, writeTest } from "./ingest_support.ts";
import { withFile } from "./load_csv_support.ts";

interface Refusal {
  readonly name: string;
  readonly table?: typeof macroSeries | typeof marketData | typeof curves;
  readonly content: string;
  readonly options?: LoadCsvOptions;
  /** The flag that helps; the message has it once. */
  readonly flag: string;
}

const series = { series: "S1", releaseTime: "2024-11-20" };
const bars = { ticker: "T1", frequency: "daily" };
const days = "observation_date,value\n";

const refusals: readonly Refusal[] = [
  {
    name: "decimal commas",
    content: `${days}2024-01-01;"1,5"\n`.replace(";", ","),
    flag: "--decimal=,",
  },
  { name: "spaces in numbers", content: `${days}2024-01-01,1 234\n`, flag: '--thousands=" "' },
  {
    name: "apostrophes in numbers",
    content: `${days}2024-01-01,1'234\n`,
    flag: '--thousands="\'"',
  },
  { name: "commas in numbers", content: `${days}2024-01-01,"1,234.5"\n`, flag: "--thousands=," },
  { name: "flags after values", content: `${days}2024-01-01,1.5 p\n`, flag: "--flags" },
  { name: "words for missing values", content: `${days}2024-01-01,null\n`, flag: "--missing=null" },
  { name: "American days", content: `${days}01/31/2024,1\n`, flag: "--date-format=MM/DD/YYYY" },
  {
    name: "days read the other way around",
    content: `${days}01/31/2024,1\n`,
    options: { dateFormat: "DD/MM/YYYY" },
    flag: "--date-format=MM/DD/YYYY",
  },
  { name: "years of two digits", content: `${days}31-Jan-24,1\n`, flag: "--pivot=1970" },
  {
    name: "counts instead of days",
    content: "timestamp,close\n1704067200,1\n",
    table: marketData,
    flag: "--date-format=unix",
  },
  {
    name: "counts of another unit",
    content: "timestamp,close\n1704067200000000,1\n",
    table: marketData,
    options: { dateFormat: "unix-ms" },
    flag: "--date-format=unix-us",
  },
  {
    name: "days instead of instants",
    content: "timestamp,close\n2024-01-01,1\n",
    table: marketData,
    flag: "--time=16:00",
  },
  {
    name: "times without a zone",
    content: "timestamp,close\n2024-01-01 16:00,1\n",
    table: marketData,
    flag: "--time-zone=America/New_York",
  },
  {
    name: "times that clocks show twice",
    content: "timestamp,close\n2024-11-03 01:30,1\n",
    table: marketData,
    options: { timeZone: "America/New_York" },
    flag: "--twice=in-order",
  },
  {
    name: "holidays",
    content: "timestamp,close\n2024-01-01T00:00:00Z,\n",
    table: marketData,
    flag: "--skip-empty",
  },
  {
    name: "series that do not exist",
    content: "series,observation_date,value\nFRED/A,2024-01-01,1\n",
    options: { set: { releaseTime: "2024-11-20" } },
    flag: "--create zone=America/New_York",
  },
  {
    name: "instruments that do not exist",
    content: "ticker,timestamp,close\nAAPL,2024-01-01T00:00:00Z,1\n",
    table: marketData,
    options: { set: { frequency: "daily" } },
    flag: "--create currency=USD",
  },
  {
    name: "lines before the header",
    content: "From a terminal\nDate,Close\n",
    table: marketData,
    flag: "--skip-lines=3",
  },
  {
    name: "columns that are not tenors",
    content: "Date,1 Mo,Note,Other\n2024-01-01,1,x,y\n",
    table: curves,
    options: { columns: { curveDate: "Date" }, set: { curveId: "X" }, wide: "tenors" },
    flag: '--ignore="Note"',
  },
  {
    name: "periods instead of release times",
    content: "observation_date,value,release_time\n2024-Q1,1,2024-Q1\n",
    options: { set: { series: "S1" } },
    flag: "--set releaseTime=2024-11-20",
  },
  {
    name: "one column per tenor",
    content: "Date,1 Mo,2 Mo\n2024-01-01,1,2\n",
    table: curves,
    flag: "--wide=tenors",
  },
  { name: "one column per year", content: "Country,2022,2023\nBRA,1,2\n", flag: "--wide=periods" },
  {
    name: "one column per series",
    content: "observation_date,GDP,UNRATE\n2024-01-01,1,2\n",
    flag: "--wide=series",
  },
  {
    name: "one column per release",
    content: "observation_date,GDP_20240101,GDP_20240201\n2024-01-01,1,2\n",
    flag: "--wide=vintages",
  },
  {
    name: "SDMX-CSV",
    content: "KEY,TIME_PERIOD,OBS_VALUE\nA,2024-Q1,1\n",
    flag: "--map observationDate=TIME_PERIOD",
  },
  {
    name: "no header",
    content: "1704067200000,42283.5\n",
    table: marketData,
    flag: "--columns=a,b,c",
  },
  {
    name: "set names that do not exist",
    content: `${days}2024-01-01,1\n`,
    options: { set: { series: "FRED/A", releaseTime: "2024-11-20" } },
    flag: "--create unit=percent",
  },
  {
    name: "missing columns",
    content: `x,y\n1,2\n`,
    flag: "--set observationDate=VALUE",
  },
];

writeTest(
  "loadCsv names the flag that helps once, even if many lines need it",
  async (database) => {
    for (const { name, table = macroSeries, content, options, flag } of refusals) {
      const [header = "", line = ""] = content.split("\n");
      const many = `${header}\n${`${line}\n`.repeat(3)}`;
      await withFile(many, async (file) => {
        const given = {
          set: table === macroSeries ? series : table === marketData ? bars : {},
          ...options,
        };
        await assert.rejects(loadCsv(database, table, file, given), (error) => {
          assert.ok(error instanceof Error);
          const problems = error instanceof LinesError ? error.problems : [];
          const all = [error.message, ...problems.map(({ reason }) => reason)].join("\n");
          const isSet = options?.set?.["series"] !== undefined;
          assert.ok(!isSet || !/seriesId is not given/.test(all), all);
          assert.equal(all.split(flag).length - 1, 1, `${name}: ${all}`);
          return true;
        });
      });
    }
    assert.equal(await countRows(database, "macro_series"), 0);
  },
);
