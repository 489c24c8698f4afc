import assert from "node:assert/strict";
import { countRows, writeTest } from "./ingest_support.ts";
import { load, withFile } from "./load_csv_support.ts";

/** The files of the recipes as they are published, and how many rows they make. */
const files: Readonly<Record<string, { readonly rows: number; readonly content: string }>> = {
  "treasury.csv": {
    rows: 5,
    content: `Date,"1 Mo","1.5 Month","30 Yr"
03/05/2025,4.38,4.36,4.58
02/14/2025,4.37,,4.69
`,
  },
  "fredgraph.csv": {
    rows: 5,
    content: `observation_date,GDP,UNRATE,CPIAUCSL
2024-01-01,28624.069,3.7,309.794
2024-02-01,,3.9,311.022
`,
  },
  "worldbank.csv": {
    rows: 2,
    content: `\ufeff"Data Source","World Development Indicators",

"Last Updated Date","2024-10-24",

"Country Name","Country Code","Indicator Name","Indicator Code","2020","2021","2022",
"Brazil","BRA","GDP (current US$)","NY.GDP.MKTP.CD","1476107231194.11","1670647463002.13","",
"Germany","DEU","GDP (current US$)","NY.GDP.MKTP.CD","3940142541354.1","4348297440387.54","1",
`,
  },
  "weo.csv": {
    rows: 2,
    content: `"WEO Country Code","ISO","WEO Subject Code","Country","Subject Descriptor","Units",` +
      `"Scale","2022","2023","2024","Estimates Start After"
"223","BRA","NGDP_RPCH","Brazil","Gross domestic product","Percent change","","3.0","2.9","3.0","2023"
"223","BRA","NGDPD","Brazil","Gross domestic product","Dollars","","1,951.8","2,173.7","2,188.4","2023"
`,
  },
  "ecb.csv": {
    rows: 2,
    content: `KEY,FREQ,TIME_PERIOD,OBS_VALUE,OBS_STATUS,TITLE
MNA.Q.I9,Q,2024-Q1,2735212.5,A,"Gross domestic product, euro area"
MNA.Q.I9,Q,2024-Q2,2740123.1,A,"Gross domestic product, euro area"
MNA.Q.I9,Q,2024-Q3,,L,"Gross domestic product, euro area"
`,
  },
  "eurostat.csv": {
    rows: 2,
    content: `TIME;GEO;Value;Flag and Footnotes
2024M01;EA20;2,8;
2024M02;EA20;2,6 p;
`,
  },
  "yahoo.csv": {
    rows: 1,
    content: `Date,Open,High,Low,Close,Adj Close,Volume
2024-09-26,5762.2,5767.3,5721.0,5745.3,5745.3,3809860000
2024-09-27,null,null,null,null,null,null
`,
  },
  "BTCUSDT-1m.csv": {
    rows: 2,
    content: `1704067200000000,42283.5,42298.6,42261.0,42298.6,35.9,1704067259999999,1,1,2,9,0
1704067260000000,42298.6,42320.0,42298.6,42320.0,21.1,1704067319999999,8,1,1,5,0
`,
  },
};

/** Splits a command line as a shell does. */
function words(line: string): string[] {
  return [...line.matchAll(/(?:[^\s"]|"[^"]*")+/g)].map(([word]) => word.replaceAll('"', ""));
}

writeTest(
  "load --help has a recipe for each published shape, and each loads twice",
  async (database) => {
    const { url } = database;
    const { stdout } = await load(url, ["--help"]);
    const recipes = [...stdout.replaceAll("\\\n", " ").matchAll(/^ +deno task load (.*)$/gm)]
      .map(([, line = ""]) => words(line));
    const loaded: string[] = [];
    for (const recipe of recipes) {
      const name = recipe.find((word) => word.startsWith("--file="))?.slice(7) ?? "";
      const { content, rows } = files[name] ?? { content: "", rows: -1 };
      loaded.push(name);
      await withFile(content, async (file) => {
        const flags = recipe.map((word) => word.startsWith("--file=") ? `--file=${file}` : word);
        for (const inserted of [rows, 0]) {
          const { code, stdout, stderr } = await load(url, [...flags, "--json"]);
          assert.equal(code, 0, `${name}: ${stderr}`);
          assert.equal(JSON.parse(stdout).inserted, inserted, `${name}: ${stdout}`);
        }
      });
    }
    assert.deepEqual(loaded.sort(), Object.keys(files).sort());
    assert.equal(await countRows(database, "macro_series"), 13);
  },
);
