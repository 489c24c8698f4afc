import assert from "node:assert/strict";
import { CellFault } from "../../../../src/ingest/csv/cells/cell_fault.ts";
import { cellReader } from "../../../../src/ingest/csv/cells/cell_readers.ts";
import { cellStyle } from "../../../../src/ingest/csv/cells/cell_style.ts";
import { flaggedCell } from "../../../../src/ingest/csv/cells/flags.ts";
import { numberReader } from "../../../../src/ingest/csv/cells/number_text.ts";
import { timeReader } from "../../../../src/ingest/csv/cells/time_format.ts";
import { wallClock } from "../../../../src/ingest/csv/cells/wall_clock.ts";
import type { CsvCells } from "../../../../src/ingest/csv/mapping/csv_mapping.ts";
import { zonedInstant } from "../../../../src/point_in_time/mod.ts";
import {
  curves,
  instruments,
  marketData,
  signals,
  volSurfaces,
} from "../../../../src/schema/mod.ts";

const numbers: readonly (readonly [string, "." | ",", string | undefined, string | undefined])[] = [
  ["1234.5", ".", undefined, "1234.5"],
  ["-.5", ".", undefined, "-.5"],
  ["+1.", ".", undefined, "+1."],
  ["1e-5", ".", undefined, "1e-5"],
  ["1,234", ".", undefined, undefined],
  ["1,234", ".", ",", "1234"],
  ["1,234,567.8", ".", ",", "1234567.8"],
  ["1,23,4", ".", ",", undefined],
  ["12345,678", ".", ",", undefined],
  ["1,234", ",", undefined, "1.234"],
  ["1.234,5", ",", undefined, undefined],
  ["1.234,5", ",", ".", "1234.5"],
  ["1 234,5", ",", " ", "1234.5"],
  ["1\u00a0234\u202f567,5", ",", " ", "1234567.5"],
  ["1\u00a0234,5", ",", ".", undefined],
  ["1'234.5", ".", "'", "1234.5"],
  ["1’234.5", ".", "'", "1234.5"],
  ["12", ",", ".", "12"],
  ["NaN", ".", undefined, undefined],
  ["Infinity", ".", undefined, undefined],
  ["0x10", ".", undefined, undefined],
  ["1_000", ".", undefined, undefined],
  ["5 %", ".", undefined, undefined],
  ["", ".", undefined, undefined],
  ["-", ".", undefined, undefined],
  ["1.2.3", ".", undefined, undefined],
];

for (const [text, decimal, thousands, read] of numbers) {
  Deno.test(`numberReader reads "${text}" with ${decimal} and ${thousands ?? "no groups"} as ${read}`, () => {
    assert.equal(numberReader({ decimal, thousands })(text), read);
  });
}

Deno.test("timeReader reads formats of its tokens", () => {
  const read = (format: string, text: string) => timeReader(format)(text);
  const day = { seconds: undefined, microseconds: 0, offset: undefined };
  assert.deepEqual(read("DD/MM/YYYY", "03/08/2026"), { day: "2026-08-03", ...day });
  assert.deepEqual(read("M/D/YYYY", "3/8/2026"), { day: "2026-03-08", ...day });
  assert.deepEqual(read("YYYYMMDD", "20260308"), { day: "2026-03-08", ...day });
  assert.deepEqual(read("DD-MMM-YYYY", "08-mar-2026"), { day: "2026-03-08", ...day });
  assert.deepEqual(read("YYYY.MM.DD HH:mm:ss.SSS", "2026.03.08 14:05:06.25"), {
    day: "2026-03-08",
    seconds: 50_706,
    microseconds: 250_000,
    offset: undefined,
  });
  assert.deepEqual(read("iso", "2026-03-08T14:05:06.123456-03:00"), {
    day: "2026-03-08",
    seconds: 50_706,
    microseconds: 123_456,
    offset: "-03:00",
  });
  for (
    const [format, text] of [
      ["DD/MM/YYYY", "2026-08-03"],
      ["DD/MM/YYYY", "3/8/2026"],
      ["YYYY-MM-DD HH:mm", "2026-03-08 24:01"],
      ["YYYY-MM-DD HH:mm", "2026-03-08 12:60"],
      ["DD-MMM-YYYY", "08-mai-2026x"],
      ["iso", "2026-03-08T14:05:06.1234567Z"],
    ] as const
  ) assert.equal(read(format, text), undefined, text);
  assert.throws(() => timeReader("HH:mm"), /needs a year, a month if it has a day/);
});

Deno.test("wallClock agrees with zonedInstant for every half hour of a year", () => {
  for (const zone of ["America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "UTC"]) {
    const clock = wallClock(zone, "later");
    for (let time = Date.UTC(2018, 0, 1); time < Date.UTC(2019, 0, 1); time += 1_800_000) {
      const text = new Date(time).toISOString();
      const [day, hours, minutes] = [text.slice(0, 10), text.slice(11, 13), text.slice(14, 16)];
      const seconds = Number(hours) * 3600 + Number(minutes) * 60;
      const expected = zonedInstant(day, { time: `${hours}:${minutes}`, zone }).getTime();
      try {
        assert.equal(clock(day, seconds), expected, `${zone} ${text}`);
      } catch (error) {
        // Times that clocks skip are refused, not moved.
        assert.ok(error instanceof RangeError && /skip/.test(error.message), String(error));
      }
    }
  }
});

for (const [order, step] of [["oldest", 600_000], ["newest", -600_000]] as const) {
  Deno.test(`wallClock reads both passes of a doubled hour in order, ${order} first`, () => {
    const clock = wallClock("America/New_York", "in-order");
    const day = Array.from({ length: 30 * 6 }, (_, i) => Date.UTC(2024, 10, 3) + i * 600_000);
    for (const time of step > 0 ? day : day.toReversed()) {
      const local = Temporal.Instant.fromEpochMilliseconds(time)
        .toZonedDateTimeISO("America/New_York");
      const seconds = local.hour * 3600 + local.minute * 60;
      // Two symbols have the same times, in consecutive lines.
      for (let symbol = 0; symbol < 2; symbol++) {
        assert.equal(clock(local.toPlainDate().toString(), seconds), time, local.toString());
      }
    }
  });
}

Deno.test("wallClock in order refuses a first time that clocks show twice", () => {
  assert.throws(() => wallClock("America/New_York", "in-order")("2024-11-03", 5_400), /twice/);
});

Deno.test("wallClock returns the end of a day, and refuses days that do not exist", () => {
  const clock = wallClock("America/Sao_Paulo", undefined);
  // Midnight was skipped there on 2018-11-04.
  assert.equal(new Date(clock("2018-11-03", 86_400)).toISOString(), "2018-11-04T03:00:00.000Z");
  assert.throws(() => clock("2018-11-04", 0), /skip/);
  assert.throws(() => clock("2018-02-17", 23.5 * 3600), /twice/);
  assert.throws(() => clock("2018-02-30", 0), /"2018-02-30" does not exist in the calendar/);
});

Deno.test("cellReader reads cells by the type of their column", () => {
  const read = (column: Parameters<typeof cellReader>[0], text: string, style: CsvCells = {}) => {
    const value = cellReader(column, cellStyle(style))(text);
    return value instanceof CellFault ? value.reason : value;
  };
  assert.equal(read(curves.rate, "5.5"), 5.5);
  assert.equal(read(curves.rate, "."), null);
  assert.equal(read(curves.rate, "n/a", { missing: ["n/a"] }), null);
  assert.match(String(read(curves.rate, ".", { missing: ["n/a"] })), /got "\.", expected a number/);
  assert.equal(read(volSurfaces.delta, "1.234,50", { decimal: ",", thousands: "." }), "1234.50");
  assert.equal(read(curves.curveDate, "31/12/2024", { dateFormat: "DD/MM/YYYY" }), "2024-12-31");
  assert.equal(read(curves.curveDate, "2024-12-31T10:00:00Z"), "2024-12-31");
  assert.match(
    String(read(curves.curveDate, "31/02/2024", { dateFormat: "DD/MM/YYYY" })),
    /got "31\/02\/2024", expected a day that exists, in the format DD\/MM\/YYYY/,
  );
  const american = read(curves.curveDate, "12/31/2024", { dateFormat: "DD/MM/YYYY" });
  assert.match(String(american), /a day that exists, in the format DD\/MM\/YYYY/);
  assert.match(String(read(curves.curveDate, "31/12/2024")), /a day in the format ISO 8601$/);
  assert.match(
    String(read(marketData.timestamp, "2024-02-30T00:00:00Z")),
    /a day that exists, in the format ISO 8601/,
  );
  assert.equal(
    read(marketData.timestamp, "2024-11-03 01:30", { timeZone: "America/New_York" }),
    'got "2024-11-03 01:30", expected another time: clocks show it twice, at 2024-11-03T05:30:00Z ' +
      "and at 2024-11-03T06:30:00Z",
  );
  assert.equal(read(instruments.isActive, "Yes"), true);
  assert.match(String(read(instruments.isActive, "maybe")), /true or false/);
  assert.deepEqual(read(signals.metadataJson, '{"a":1}'), { a: 1 });
  assert.match(String(read(signals.metadataJson, "{")), /JSON/);
  assert.equal(read(signals.signalType, " as it is "), " as it is ");
  assert.equal(
    read(marketData.timestamp, "2024-01-01 10:00:00.000001", { timeZone: "UTC" }),
    "2024-01-01T10:00:00.000001Z",
  );
  assert.throws(
    () => read(marketData.timestamp, "0", { dateFormat: "day-ms" }),
    /set date and timeZone/,
  );
  assert.throws(
    () => read(marketData.timestamp, "x", { time: "25:00", timeZone: "UTC" }),
    /time of day/,
  );
});

const flagged: readonly (readonly [text: string, value: string | undefined, flag: string])[] = [
  ["12.3 p", "12.3", "p"],
  ["12.3p", "12.3", "p"],
  ["-1,234.5 bep", "-1,234.5", "bep"],
  ["12.3(e)", "12.3", "e"],
  ["12.3*", "12.3", "*"],
  ["c", "", "c"],
  [": c", "", "c"],
  ["12.3", undefined, ""],
  ["p 12.3", undefined, ""],
  ["12.3 provisional", undefined, ""],
  ["-", undefined, ""],
];

for (const [text, value, flag] of flagged) {
  Deno.test(`flaggedCell splits "${text}"`, () => {
    assert.deepEqual(flaggedCell(text), value === undefined ? undefined : { value, flag });
  });
}

Deno.test("cellReader drops and counts flags if flags are allowed", () => {
  const style = cellStyle({ flags: true, thousands: "," });
  const read = cellReader(curves.rate, style);
  const cells = ["12.3 p", "1,234 e", "1e5", "c", ": c", ":", ". p", "", "1,23 p", "x y"];
  const values = cells.map(read);
  assert.deepEqual(values.slice(0, 8), [12.3, 1234, 100_000, null, null, null, null, null]);
  assert.ok(values.slice(8).every((one) => one instanceof CellFault));
  const { behind, alone, seen } = style.flagCount ?? {};
  assert.deepEqual([behind, alone, [...seen ?? []]], [2, 3, ["p", "e", "c"]]);
  const plain = cellReader(curves.rate, cellStyle({}))("12.3 p");
  assert.match(plain instanceof CellFault ? plain.remedy ?? "" : "", /--flags/);
});

Deno.test("timeReader reads years of two digits by a pivot, and months as their first day", () => {
  const read = (format: string, text: string, pivot?: number) =>
    timeReader(format, pivot)(text)?.day;
  assert.throws(() => timeReader("MM/DD/YY"), /set the first year they can mean with pivot/);
  const cases = [["69", "2069"], ["70", "1970"], ["99", "1999"], ["00", "2000"]] as const;
  for (const [two, year] of cases) {
    assert.equal(read("MM/DD/YY", `03/05/${two}`, 1970), `${year}-03-05`);
  }
  assert.equal(read("D-MMM-YY", "5-Mar-49", 1950), "2049-03-05");
  assert.equal(read("MM/YYYY", "05/2024"), "2024-05-01");
  assert.equal(read("YYYYMM", "202405"), "2024-05-01");
  assert.equal(read("MMM YYYY", "May 2024"), "2024-05-01");
  assert.equal(read("YYYY", "2024"), "2024-01-01");
  const month = cellReader(
    marketData.timestamp,
    cellStyle({ dateFormat: "MM/YYYY", time: "16:00" }),
  );
  assert.ok(month("05/2024") instanceof CellFault, "a month is not an instant");
});

Deno.test("cellReader reads 24:00 as the end of the day in any zone", () => {
  const read = (text: string, timeZone?: string) =>
    cellReader(marketData.timestamp, cellStyle(timeZone === undefined ? {} : { timeZone }))(text);
  assert.deepEqual(read("2024-03-10 24:00", "America/New_York"), new Date("2024-03-11T04:00:00Z"));
  assert.deepEqual(read("2024-02-29T24:00:00Z"), new Date("2024-03-01T00:00:00Z"));
  assert.deepEqual(read("2024-12-31T24:00:00-03:00"), new Date("2025-01-01T03:00:00Z"));
  assert.ok(read("2024-12-31T24:00:01Z") instanceof CellFault);
  assert.ok(read("2024-02-30T24:00:00Z") instanceof CellFault);
});
