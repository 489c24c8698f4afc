import assert from "node:assert/strict";
import fc from "fast-check";
import {
  dateOf,
  dayOf,
  type InstantInput,
  instantText,
  parseInstant,
} from "../../../../src/base/time/instant.ts";

const local = (date: string, time: string, timeZone: string) => ({ date, time, timeZone });

const read: [input: InstantInput, instant: string][] = [
  [new Date("2024-09-26T12:30:00Z"), "2024-09-26T12:30:00.000Z"],
  ["2024-09-26T12:30:00Z", "2024-09-26T12:30:00.000Z"],
  ["2024-09-26T08:30-04:00", "2024-09-26T12:30:00.000Z"],
  ["2024-09-26 12:30:00+00", "2024-09-26T12:30:00.000Z"],
  ["2024-09-26T12:30:00.1234567Z", "2024-09-26T12:30:00.123456Z"],
  ["1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999999Z"],
  ["2024-09-26T08:30:00-04:00[America/New_York]", "2024-09-26T12:30:00.000Z"],
  [Temporal.Instant.from("2024-09-26T12:30:00.123456789Z"), "2024-09-26T12:30:00.123456Z"],
  [
    Temporal.ZonedDateTime.from("2024-09-26T08:30[America/New_York]"),
    "2024-09-26T12:30:00.000Z",
  ],
  [local("2024-03-08", "08:30", "America/New_York"), "2024-03-08T13:30:00.000Z"],
  [local("2024-04-05", "08:30", "America/New_York"), "2024-04-05T12:30:00.000Z"],
  [local("2019-01-11", "09:00", "America/Sao_Paulo"), "2019-01-11T11:00:00.000Z"],
  [local("2020-01-10", "09:00", "America/Sao_Paulo"), "2020-01-10T12:00:00.000Z"],
  [local("2019-02-16", "22:59", "America/Sao_Paulo"), "2019-02-17T00:59:00.000Z"],
  [local("2019-11-03", "00:00", "America/Sao_Paulo"), "2019-11-03T03:00:00.000Z"],
];

for (const [input, instant] of read) {
  Deno.test(`parseInstant reads ${Deno.inspect(input, { breakLength: Infinity })}`, () => {
    assert.equal(instantText(parseInstant(input)), instant);
  });
}

const refused: [input: unknown, name: string, message: RegExp][] = [
  [
    "2024-09-26",
    "TypeError",
    /"2024-09-26" as the instant "at": it is a day without a time, write/,
  ],
  ["2024-09-26T08:30", "TypeError", /it is a time without an offset, write \{ date: /],
  ["2024-09-26 08:30:00.5", "TypeError", /it is a time without an offset/],
  ["2024-09-26T08:30[America/New_York]", "TypeError", /it is a time without an offset/],
  ["yesterday", "TypeError", /Cannot read "yesterday" as the instant "at"/],
  ["2024-02-30T00:00:00Z", "TypeError", /Cannot read "2024-02-30T00:00:00Z"/],
  ["", "TypeError", /Cannot read ""/],
  [new Date(NaN), "TypeError", /it is not a date/],
  [1727353800000, "TypeError", /Cannot read "1727353800000"/],
  [null, "TypeError", /Cannot read "null"/],
  [undefined, "TypeError", /Cannot read "undefined"/],
  [{ date: "2024-09-26", time: "08:30" }, "TypeError", /it lacks a date, a time or a timeZone/],
  [local("2024-09-26", "08:30", "-04:00"), "TypeError", /never an offset/],
  [local("2024-09-26", "8h", "America/New_York"), "TypeError", /Cannot read "8h"/],
  ["-000001-01-01T00:00:00Z", "RangeError", /outside of the years 1 to 9999/],
  ["+010000-01-01T00:00:00Z", "RangeError", /outside of the years 1 to 9999/],
  [
    local("2024-03-10", "02:30", "America/New_York"),
    "RangeError",
    /"2024-03-10 02:30 America\/New_York" as an instant: clocks there skip it and go on at 2024-03-10T03:00:00/,
  ],
  [
    local("2018-11-04", "00:00", "America/Sao_Paulo"),
    "RangeError",
    /"2018-11-04 00:00 America\/Sao_Paulo" .* skip it and go on at 2018-11-04T01:00:00/,
  ],
  [
    local("2024-11-03", "01:30", "America/New_York"),
    "RangeError",
    /clocks show it twice, at 2024-11-03T05:30:00Z and at 2024-11-03T06:30:00Z, add disambiguation/,
  ],
  [
    local("2018-02-17", "23:30", "America/Sao_Paulo"),
    "RangeError",
    /clocks show it twice, at 2018-02-18T01:30:00Z and at 2018-02-18T02:30:00Z/,
  ],
];

for (const [input, name, message] of refused) {
  Deno.test(`parseInstant refuses ${Deno.inspect(input, { breakLength: Infinity })}`, () => {
    // as: what an untyped caller could pass.
    assert.throws(() => parseInstant(input as InstantInput), { name, message });
  });
}

Deno.test("parseInstant takes of a time shown twice the one that is meant", () => {
  const twice = local("2018-02-17", "23:30", "America/Sao_Paulo");
  const read = (disambiguation: "earlier" | "later") =>
    instantText(parseInstant({ ...twice, disambiguation }));
  assert.equal(read("earlier"), "2018-02-18T01:30:00.000Z");
  assert.equal(read("later"), "2018-02-18T02:30:00.000Z");
});

Deno.test("parseInstant refuses a gap even with a disambiguation, which would invent a time", () => {
  const gap = local("2024-03-10", "02:30", "America/New_York");
  assert.throws(() => parseInstant({ ...gap, disambiguation: "later" }), { name: "RangeError" });
});

// The minutes around every clock change in both places, and the years after Brazil stopped changing
// clocks.
const changes = [
  ["America/New_York", "2024-03-10T07:00:00Z"],
  ["America/New_York", "2024-11-03T06:00:00Z"],
  ["America/Sao_Paulo", "2017-10-15T03:00:00Z"],
  ["America/Sao_Paulo", "2018-02-18T02:00:00Z"],
  ["America/Sao_Paulo", "2018-11-04T03:00:00Z"],
  ["America/Sao_Paulo", "2019-02-17T02:00:00Z"],
  ["America/Sao_Paulo", "2019-11-03T03:00:00Z"],
] as const;

Deno.test("parseInstant goes back from every minute around a change of clocks to the same instant", () => {
  const minute = fc.integer({ min: -180, max: 180 });
  fc.assert(fc.property(fc.constantFrom(...changes), minute, ([timeZone, change], offset) => {
    const instant = Temporal.Instant.from(change).add({ minutes: offset });
    const zoned = instant.toZonedDateTimeISO(timeZone);
    const wall = {
      date: zoned.toPlainDate().toString(),
      time: zoned.toPlainTime().toString({ smallestUnit: "minute" }),
      timeZone,
    };
    const both = (["earlier", "later"] as const).map((disambiguation) =>
      parseInstant({ ...wall, disambiguation })
    );
    const meant = instant.epochMilliseconds * 1000;
    assert.ok(both.includes(meant));
    if (both[0] === both[1]) assert.equal(parseInstant(wall), meant);
    else assert.throws(() => parseInstant(wall), { name: "RangeError", message: /twice/ });
  }));
});

Deno.test("parseInstant refuses every minute that clocks skip, and no other", () => {
  const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
  const days = [["America/New_York", "2024-03-10"], ["America/Sao_Paulo", "2018-11-04"]] as const;
  fc.assert(fc.property(fc.constantFrom(...days), minute, ([timeZone, date], count) => {
    const time = Temporal.PlainTime.from("00:00").add({ minutes: count })
      .toString({ smallestUnit: "minute" });
    const skipped = timeZone === "America/New_York" ? count >= 120 && count < 180 : count < 60;
    const parse = () => parseInstant({ date, time, timeZone });
    if (skipped) assert.throws(parse, { name: "RangeError", message: /skip it/ });
    else assert.equal(typeof parse(), "number");
  }));
});

Deno.test("dayOf and dateOf cut off towards the past, before 1970 too", () => {
  const before = parseInstant("1969-12-31T23:59:59.999999Z");
  assert.equal(dayOf(before), -1);
  assert.equal(dateOf(before).toISOString(), "1969-12-31T23:59:59.999Z");
  assert.equal(dayOf(parseInstant("2024-09-26T23:59:59.999Z")), 19_992);
});
