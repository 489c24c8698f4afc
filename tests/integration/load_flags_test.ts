import assert from "node:assert/strict";
import { writeTest } from "./ingest_support.ts";
import { load } from "./load_csv_support.ts";

const eurostat = `geo;TIME;Value
EA;2024M01;2,8 p
EA;2024M02;: c
EA;2024M03;2,6(e)
EA;2024M04;2,5
`;
const base = ["--table=macro_series", "--set=series=S1", "--set=releaseTime=2024-11-20"];
const flags = [
  ...base,
  "--map=observationDate=TIME",
  "--decimal=,",
  "--ignore=geo",
  "--file=-",
];

writeTest("load drops flags after values, counts them and reports them", async (database) => {
  const { url } = database;
  const refused = await load(url, flags, eurostat);
  assert.equal(refused.code, 1, refused.stderr);
  assert.match(refused.stderr, /flags \(--flags\) drops letters after values, as flags/);
  assert.doesNotMatch(refused.stdout, /--flags/);
  const loaded = await load(url, [...flags, "--flags"], eurostat);
  assert.equal(loaded.code, 0, loaded.stderr);
  assert.match(
    loaded.stdout,
    /4 new.*\n {2}2 flags after values dropped, as no column holds them, 1 cell with only a flag read as empty \(c, e, p\)\n/,
  );
  const json = await load(url, [...flags, "--flags", "--json"], eurostat);
  const { inserted, flags: told } = JSON.parse(json.stdout);
  assert.deepEqual([inserted, told], [0, { behind: 2, alone: 1, seen: ["c", "e", "p"] }]);
  const { rows } = await database.client.query("select value from macro_series order by 1");
  assert.deepEqual(rows.map(({ value }) => value), [2.5, 2.6, 2.8, null]);
});

writeTest(
  "load counts the estimates it leaves out, and refuses a line without the last period",
  async ({ url }) => {
    const weo = `ISO,2022,2023,2024,2025,Estimates Start After
BRA,3.017,2.908,3.040,n/a,2023
`;
    const wide = [...base, "--wide=periods", "--where=ISO=BRA", "--missing=n/a", "--file=-"];
    const actual = [...wide, "--last-actual=Estimates Start After"];
    const loaded = await load(url, actual, weo);
    assert.equal(loaded.code, 0, loaded.stderr);
    assert.match(loaded.stdout, /2 new.*\n {2}1 estimate left out\n/);
    const blank = await load(url, actual, weo.replace("n/a,2023", "n/a,"));
    assert.equal(blank.code, 1);
    assert.match(blank.stdout, /line 2: does not name its last period that is not an estimate/);
    assert.match(
      blank.stderr,
      /ignore \(--ignore\) instead of lastActual .* loads estimates as well/,
    );
  },
);

writeTest("load reads years of two digits if it is given a pivot", async (database) => {
  const content = "Date,value\n12/31/69,1\n01/01/70,2\n";
  const years = [...base, "--map=observationDate=Date", "--date-format=MM/DD/YY", "--file=-"];
  const told = await load(database.url, years, content);
  assert.equal(told.code, 2);
  assert.match(told.stderr, /set the first year they can mean with pivot \(--pivot=1970\)/);
  const bad = await load(database.url, [...years, "--pivot=70"], content);
  assert.equal(bad.code, 2, bad.stderr);
  const loaded = await load(database.url, [...years, "--pivot=1970"], content);
  assert.equal(loaded.code, 0, loaded.stderr);
  const { rows } = await database.client.query(
    "select observation_date::text as day from macro_series order by 1",
  );
  assert.deepEqual(rows.map(({ day }) => day), ["1970-01-01", "2069-12-31"]);
});
