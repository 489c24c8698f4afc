import assert from "node:assert/strict";
import { countRows, writeTest } from "./ingest_support.ts";
import { load } from "./load_csv_support.ts";

const content = `series,observation_date,value,release_time
Source/S1,2024-01-01,3.7,2024-02-02
Source/NEW,2024-01-01,.,2024-02-02
${Array.from({ length: 20 }, (_, i) => `Source/S2,2024-01-${10 + i},${i},2024-02-02\n`).join("")}`;
const flags = [
  "--table=macro_series",
  "--create=unit=index",
  "--create=frequency=daily",
  "--create=country=JP",
  "--create=zone=Asia/Tokyo",
];

writeTest("load --dry-run shows the first rows and stores nothing", async (database) => {
  const { url } = database;
  const { code, stdout, stderr } = await load(url, [...flags, "--dry-run", "--file=-"], content);
  assert.equal(code, 0, stderr);
  assert.deepEqual(stdout.split("\n").slice(0, 4), [
    "Would load standard input into macro_series: 22 rows of 22 lines, nothing is stored",
    "  seriesId         observationDate  value  releaseTime",
    "  1                2024-01-01       3.7    2024-02-03T05:00:00.000Z",
    "  new: Source/NEW  2024-01-01       null   2024-02-02T15:00:00.000Z",
  ]);
  assert.match(stdout, /\n {2}and 12 more\n$/);
  const json = await load(url, [...flags, "--dry-run", "--file=-", "--json"], content);
  const { ok, dryRun, rows, inserted, preview } = JSON.parse(json.stdout);
  assert.deepEqual([ok, dryRun, rows, inserted, preview.length], [true, true, 22, 0, 10]);
  assert.deepEqual(preview[1], {
    seriesId: "new: Source/NEW",
    observationDate: "2024-01-01",
    value: null,
    releaseTime: "2024-02-02T15:00:00.000Z",
  });
  const loaded = await load(url, [...flags, "--file=-"], content);
  assert.match(loaded.stdout, /22 new/);
});

writeTest("load --dry-run finds every bad line and stores nothing", async (database) => {
  const bad = content.replace(",3,", ",x,").replace(",7,", ",y,");
  const refused = await load(database.url, [...flags, "--dry-run", "--file=-"], bad);
  assert.equal(refused.code, 1);
  assert.match(refused.stdout, /line 7: value: got "x".*\n {2}line 11: value: got "y"/);
  const collected = await load(
    database.url,
    [...flags, "--dry-run", "--bad-rows=collect", "--file=-"],
    bad,
  );
  assert.equal(collected.code, 1);
  assert.match(collected.stdout, /: 20 rows of 22 lines, nothing is stored\n {2}2 refused\n/);
  assert.equal(await countRows(database, "macro_series"), 0);
  assert.equal(await countRows(database, "series_metadata"), 20);
});
