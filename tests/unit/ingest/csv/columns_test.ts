import assert from "node:assert/strict";
import { matchColumns } from "../../../../src/ingest/csv/map/columns.ts";
import { delimiterOf, findDelimiter } from "../../../../src/ingest/csv/read/delimiter.ts";
import { lineOf, mapLine, rowNumber } from "../../../../src/ingest/csv/map/row_mapper.ts";
import { CellFault } from "../../../../src/ingest/csv/cells/cell_fault.ts";
import { wideColumns } from "../../../../src/ingest/csv/map/wide_columns.ts";
import { loadOptions, tableNamed } from "../../../../src/ingest/csv/task/task_options.ts";
import { progressText } from "../../../../src/ingest/csv/task/load_report.ts";

const targets = [
  { key: "observationDate", names: ["observation_date"] },
  { key: "value", names: ["value"] },
  { key: "ticker", names: [] },
];
const none = { columns: {}, given: new Set<string>(), ignored: [] };

Deno.test("matchColumns matches names regardless of case and punctuation", () => {
  const match = matchColumns(["Observation Date", "VALUE", "other", ""], targets, none);
  assert.deepEqual([...match.places], [["observationDate", 0], ["value", 1]]);
  assert.deepEqual([match.rest, match.problems], [[2, 3], []]);
});

Deno.test("matchColumns can map one column of a file to two of the table", () => {
  const match = matchColumns(["data", "value"], targets, {
    ...none,
    columns: { observation_date: "data", ticker: "DATA" },
  });
  assert.deepEqual([...match.places], [["observationDate", 0], ["ticker", 0], ["value", 1]]);
});

Deno.test("matchColumns skips given and ignored columns, and reports unknown ones", () => {
  const match = matchColumns(["value", "extra", "twice", "twice"], targets, {
    columns: { nothing: "value", ticker: "absent", observationDate: "twice" },
    given: new Set(["value"]),
    ignored: ["extra"],
  });
  assert.deepEqual([[...match.places], match.rest], [[], [0, 2, 3]]);
  assert.deepEqual(match.problems, [
    '"nothing" is not a column that can be loaded, want one of observationDate, value, ticker',
    'ticker is mapped to "absent", but the file has "value", "extra", "twice", "twice"',
    'observationDate is mapped to "twice", which the file has 2 times',
  ]);
});

Deno.test("matchColumns refuses to choose between two columns of the same name", () => {
  const problems = (header: readonly string[], ignored: readonly string[] | "rest" = []) =>
    matchColumns(header, targets, { ...none, ignored }).problems;
  assert.deepEqual(problems(["value", "value"], "rest"), [
    'the file has "value" twice: rename one of them and ignore it',
  ]);
  assert.deepEqual(problems(["observation_date", "Observation Date"]), [
    'observationDate could be read from "observation_date" or "Observation Date": ignore one of them',
  ]);
  assert.deepEqual(problems(["observation_date", "Observation Date"], ["Observation Date"]), []);
});

Deno.test("findDelimiter finds the usual delimiter that is most frequent outside quotes", () => {
  assert.equal(findDelimiter("a,b,c", '"'), ",");
  assert.equal(findDelimiter('"data";"valor"', '"'), ";");
  assert.equal(findDelimiter('"a,b,c,d";e', '"'), ";");
  assert.equal(findDelimiter("a\tb c", '"'), "\t");
  assert.equal(findDelimiter("a|b", false), "|");
  assert.equal(findDelimiter("alone", '"'), ",");
  assert.equal(delimiterOf("\r\n# a,b,c\r\nd;e\r\n1,2,3;4", { comment: "#" }), ";");
});

Deno.test("wideColumns reads tenors and releases from headers", () => {
  const readRelease = (text: string) =>
    text.endsWith("99") ? new CellFault(text, "x") : `at ${text}`;
  const options = { readRelease, hasLabel: true };
  const tenors = wideColumns(
    "tenors",
    new Map([[1, "1 Mo"], [2, " 10 Yr "], [3, "note"]]),
    options,
  );
  assert.deepEqual(tenors.columns, [
    { place: 1, fields: { tenorDays: 30, tenorLabel: "1 Mo" } },
    { place: 2, fields: { tenorDays: 3650, tenorLabel: "10 Yr" } },
  ]);
  assert.deepEqual(tenors.problems, [
    '"note" is not a tenor',
    'map columns that are not tenors (--map), or ignore them (--ignore="note")',
  ]);
  const headers = new Map([[1, "PAYEMS_20241231"], [2, "2025-01-31"], [3, "X_20250299"], [
    4,
    "Y2025",
  ]]);
  const releases = wideColumns("vintages", headers, options);
  assert.deepEqual(releases.columns.map(({ fields }) => fields["releaseTime"]), [
    "at 2024-12-31",
    "at 2025-01-31",
  ]);
  assert.equal(releases.problems.length, 3);
  assert.match(
    wideColumns("tenors", new Map(), options).problems[0] ?? "",
    /has no columns for tenors/,
  );
  const same = new Map([[1, "1 Mo"], [2, "1 Mo"], [3, "30 D"], [4, "10 Yr"]]);
  const twice = wideColumns("tenors", same, options);
  assert.deepEqual(twice.columns.map(({ place }) => place), [1, 4]);
  assert.deepEqual(twice.problems, [
    'the file has "1 Mo" twice: rename one of them and ignore it',
    '"1 Mo" and "30 D" are the same tenor: ignore one of them',
  ]);
});

Deno.test("mapLine returns one row, one per cell or none, and reports what it refuses", () => {
  const number = (text: string) =>
    text === "" ? null : text === "x" ? new CellFault(text, "a number") : Number(text);
  const fields = [{ key: "day", name: "day", place: 0, read: (text: string) => text || null }];
  const long = {
    width: 2,
    fields: [...fields, { key: "value", name: "value", place: 1, read: number }],
    constants: { id: 1 },
    skipMissing: new Set(["value"]),
    notes: { remedies: new Set<string>(), estimates: 0, flags: undefined },
    wide: undefined,
  };
  const map = (cells: readonly string[]) => mapLine(long, { line: 7, cells });
  assert.deepEqual(map(["a", "5"]), [{ number: rowNumber(7), row: { id: 1, day: "a", value: 5 } }]);
  assert.deepEqual(map(["a", ""]), []);
  assert.match(map(["a", "x"])[0]?.problems?.[0]?.reason ?? "", /^value: got "x"/);
  assert.match(map(["a"])[0]?.problems?.[0]?.reason ?? "", /has 1 cell, the header has 2/);
  const wide = {
    ...long,
    width: 4,
    fields,
    wide: {
      columns: [1, 2, 3].map((place) => ({ place, fields: { tenor: place } })),
      key: "rate",
      read: number,
    },
  };
  const rows = mapLine(wide, { line: 9, cells: ["a", "1", "", "x"] });
  assert.deepEqual(rows.map(({ number }) => lineOf(number)), [9, 9]);
  assert.equal(new Set(rows.map(({ number }) => number)).size, 2);
  assert.deepEqual(rows[0]?.row, { id: 1, day: "a", tenor: 1, rate: 1 });
  assert.equal(rows[1]?.problems?.[0]?.field, "rate");
});

Deno.test("loadOptions reads the flags of the task", () => {
  assert.deepEqual(
    loadOptions({
      map: ["timestamp=DATE", "close=a=b"],
      set: ["ticker=VIX"],
      delimiter: "\\t",
      quote: "none",
      "no-header": true,
      missing: ["n/a"],
      ignore: ["a,b"],
      decimal: ",",
      "commit-each": true,
    }),
    {
      columns: { timestamp: "DATE", close: "a=b" },
      set: { ticker: "VIX" },
      delimiter: "\t",
      quote: false,
      header: false,
      missing: ["", "n/a"],
      ignore: ["a,b"],
      skipMissing: [],
      decimal: ",",
      commitEach: true,
    },
  );
  assert.deepEqual(loadOptions({ columns: "a, b" }).header, ["a", "b"]);
  assert.throws(() => loadOptions({ map: ["x"] }), /--map takes COLUMN=VALUE, not "x"/);
  assert.equal(tableNamed("market_data"), tableNamed("marketData"));
  assert.throws(() => tableNamed("nothing"), /there is no such table/);
});

Deno.test("progressText has rows, rate and time left", () => {
  const progress = {
    phase: "reading" as const, // not any string
    read: 40_000,
    written: 0,
    committed: 0,
    bytes: 250,
    totalBytes: 1_000,
    rowsPerSecond: 20_000,
    secondsLeft: 5.2,
  };
  assert.equal(
    progressText(progress),
    "40,000 rows read, 20,000 a second, 25 %, 6 s left of reading",
  );
  const writing = { ...progress, phase: "writing" as const, written: 1_000 }; // not any string
  assert.equal(
    progressText(writing),
    "1,000 of 40,000 rows written, 20,000 a second, 6 s left",
  );
  assert.equal(progressText(writing, true), "40,000 rows stored, 20,000 a second, 25 %, 6 s left");
  assert.equal(
    progressText({ ...progress, totalBytes: undefined, secondsLeft: undefined }),
    "40,000 rows read, 20,000 a second",
  );
});

Deno.test("loadOptions refuses columns mapped or set twice, and skip-lines that is not a number", () => {
  const flags = { map: ["value=a", "value=b"], set: ["series=A/1", "series=A/2"] };
  assert.throws(
    () => loadOptions(flags),
    /--map gives value 2 times, "a" and "b": keep one; --set/,
  );
  assert.throws(
    () => loadOptions({ "skip-lines": "x" }),
    /--skip-lines is "x", want a number of lines/,
  );
  assert.deepEqual(loadOptions({ where: ["ISO=BRA", "ISO=DEU"] }).where, { ISO: ["BRA", "DEU"] });
});
