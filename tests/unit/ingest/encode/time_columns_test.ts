import assert from "node:assert/strict";
import fc from "fast-check";
import {
  dayCodec,
  daysOf,
  instantCodec,
  instantOf,
} from "../../../../src/ingest/encode/time_columns.ts";

Deno.test("daysOf counts every day from the year 1 to 9999 as Date does", () => {
  for (let day = Date.parse("0001-01-01T00:00:00Z") / 86_400_000; day < 2_932_897; day += 13) {
    const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
    assert.equal(daysOf(text), day, text);
  }
});

Deno.test("daysOf refuses days that do not exist", () => {
  for (
    const text of [
      "",
      "2024-2-01",
      "2023-02-29",
      "1900-02-29",
      "2024-00-10",
      "2024-13-01",
      "2024-04-31",
      "0000-01-01",
      "2024/01/01",
      "2024-01-01T",
      " 2024-01-0",
      "２０24-01-01",
    ]
  ) assert.equal(daysOf(text), undefined, text);
  assert.equal(daysOf("2000-02-29"), 11_016);
});

Deno.test("instantOf reads what toISOString writes, in any zone", () => {
  fc.assert(fc.property(
    fc.date({
      min: new Date("0001-01-02T00:00:00Z"),
      max: new Date("9999-12-30T00:00:00Z"),
      noInvalidDate: true,
    }),
    fc.integer({ min: -23 * 60, max: 23 * 60 }),
    (date, offset) => {
      const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
      const size = Math.abs(offset);
      const zone = `${offset < 0 ? "-" : "+"}${String(Math.floor(size / 60)).padStart(2, "0")}:${
        String(size % 60).padStart(2, "0")
      }`;
      assert.deepEqual(instantOf(`${date.toISOString()}`), {
        milliseconds: date.getTime(),
        microseconds: 0,
      });
      assert.equal(instantOf(`${local}${zone}`)?.milliseconds, date.getTime());
    },
  ));
});

Deno.test("instantOf keeps microseconds, and refuses finer instants and those without a zone", () => {
  assert.deepEqual(instantOf("2024-01-01T00:00:00.123456Z"), {
    milliseconds: Date.UTC(2024, 0, 1) + 123,
    microseconds: 456,
  });
  assert.equal(instantOf("2024-01-01T00:00:00.1234560000Z")?.microseconds, 456);
  assert.equal(instantOf("2024-01-01T08:30-0400")?.milliseconds, Date.UTC(2024, 0, 1, 12, 30));
  for (
    const text of [
      "2024-01-01T00:00:00.1234567Z",
      "2024-01-01T00:00:00",
      "2024-01-01",
      "2024-01-01T24:00:00Z",
      "2024-01-01T00:60:00Z",
      "2024-01-01T00:00:60Z",
      "2024-01-01T00:00:00+24:00",
      "2024-01-01T00:00:00+05:60",
      "2024-02-30T00:00:00Z",
      "2024-01-01 00:00:00Z",
    ]
  ) assert.equal(instantOf(text), undefined, text);
});

Deno.test("instantCodec bounds its instants, rounded outwards", () => {
  const writer = instantCodec(true).writer({ track: true });
  assert.ok(writer.push("2024-01-01T00:00:00.000900Z"));
  assert.ok(writer.push(new Date("2023-01-01T00:00:00Z")));
  assert.ok(!writer.push(new Date(NaN)));
  assert.ok(!writer.push("2024-01-01"));
  assert.deepEqual(writer.bound(), {
    kind: "range",
    low: "2023-01-01T00:00:00.000Z",
    high: "2024-01-01T00:00:00.001Z",
    samples: ["2024-01-01T00:00:00.000Z"],
  });
  const early = instantCodec(true).writer();
  assert.ok(early.push(new Date("-000099-01-01T00:00:00Z")));
  assert.deepEqual(early.bound(), {
    kind: "range",
    low: "0100-01-01T00:00:00.000Z BC",
    high: "0100-01-01T00:00:00.001Z BC",
    samples: ["0100-01-01T00:00:00.000Z BC"],
  });
});

Deno.test("dayCodec bounds its days", () => {
  const writer = dayCodec.writer();
  for (const day of ["2024-03-01", "2023-12-31", "2024-01-01"]) assert.ok(writer.push(day));
  assert.ok(!writer.push("2024-02-30"));
  assert.deepEqual(writer.bound(), {
    kind: "range",
    low: "2023-12-31",
    high: "2024-03-01",
    samples: ["2024-03-01"],
  });
});
