import assert from "node:assert/strict";
import { CellFault } from "../../../../src/ingest/csv/cells/cell_fault.ts";
import { cellReader } from "../../../../src/ingest/csv/cells/cell_readers.ts";
import { cellStyle } from "../../../../src/ingest/csv/cells/cell_style.ts";
import { periodDay } from "../../../../src/base/time/period_day.ts";
import { macroSeries, ohlcv } from "../../../../src/schema/mod.ts";
import { tenorDays } from "../../../../src/schema/tenor_days.ts";

const periods: readonly (readonly [string, string | undefined])[] = [
  ["2024-Q1", "2024-01-01"],
  ["2024Q4", "2024-10-01"],
  ["Q2 2024", "2024-04-01"],
  ["2024-05", "2024-05-01"],
  ["2024M05", "2024-05-01"],
  ["2024-M12", "2024-12-01"],
  ["05/2024", "2024-05-01"],
  ["202405", "2024-05-01"],
  ["2024 JAN", "2024-01-01"],
  ["Mar 2024", "2024-03-01"],
  ["2024-W05", "2024-01-29"],
  ["2020-W53", "2020-12-28"],
  ["2021-W53", undefined],
  ["2024-S1", "2024-01-01"],
  ["2024-S2", "2024-07-01"],
  ["2024", "2024-01-01"],
  ["2024-A1", "2024-01-01"],
  ["YR2024", "2024-01-01"],
  ["2024 [YR2024]", "2024-01-01"],
  ["2024Q3 [YR2024Q3]", "2024-07-01"],
  ["YR2024M07", "2024-07-01"],
  ["January 2024", "2024-01-01"],
  ["2024 SEP", "2024-09-01"],
  ["Sept 2024", undefined],
  ["2024-13", undefined],
  ["2024-Q5", undefined],
  ["2024 foo", undefined],
  ["20240", undefined],
];

for (const [text, day] of periods) {
  Deno.test(`periodDay reads "${text}" as ${day}`, () => assert.equal(periodDay(text), day));
}

Deno.test("cellReader reads a period as its first day in columns of days, not of instants", () => {
  const read = cellReader(macroSeries.observationDate, cellStyle({}));
  assert.equal(read("2024-Q3"), "2024-07-01");
  const named = cellReader(macroSeries.observationDate, cellStyle({ dateFormat: "DD/MM/YYYY" }));
  assert.ok(named("2024") instanceof CellFault);
  const release = cellReader(
    macroSeries.releaseTime,
    cellStyle({ timeZone: "UTC", time: "24:00" }),
  );
  assert.ok(release("2024-Q3") instanceof CellFault);
});

Deno.test("cellReader reads counts of microseconds and nanoseconds", () => {
  const read = (dateFormat: string, text: string) =>
    cellReader(ohlcv.time, cellStyle({ dateFormat }))(text);
  const day = new Date("2024-01-01T00:00:00Z");
  assert.deepEqual(read("unix-us", "1704067200000000"), day);
  assert.deepEqual(read("unix-ns", "1704067200000000000"), day);
  assert.equal(read("unix-us", "1704067259999999"), "2024-01-01T00:00:59.999999Z");
  assert.equal(read("unix-ns", "1704067259999999000"), "2024-01-01T00:00:59.999999Z");
  assert.ok(read("unix-ns", "1704067259999999999") instanceof CellFault);
});

Deno.test("cellReader refuses a count in another unit, and names the flag for it", () => {
  const reason = (dateFormat: string, text: string) => {
    const read = cellReader(ohlcv.time, cellStyle({ dateFormat }))(text);
    return read instanceof CellFault ? `${read.reason} ${read.remedy}` : String(read);
  };
  assert.match(reason("unix-ms", "1704067200000000"), /2024-01-01T.*--date-format=unix-us\)/);
  assert.match(reason("unix", "1704067200000"), /2024-01-01T.*--date-format=unix-ms\)/);
  assert.match(reason("unix-ms", "1704067201"), /2024-01-01T.*--date-format=unix\)/);
  assert.match(reason("unix-ms", "1704067200000000000"), /2024-01-01T.*--date-format=unix-ns\)/);
});

Deno.test("tenorDays reads the US Treasury's month and a half", () => {
  assert.equal(tenorDays("1.5 Month"), 45);
  assert.throws(() => tenorDays("1.25 Mo"), /Cannot read "1.25 Mo" as a tenor/);
});
