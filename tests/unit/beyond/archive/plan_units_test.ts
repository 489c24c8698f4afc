import assert from "node:assert/strict";
import fc from "fast-check";
import { partitionsOf, periodAt, rangeName } from "../../../../src/beyond/archive/period.ts";
import { type Chunk, planUnits } from "../../../../src/beyond/archive/plan_units.ts";

const DAY = 86_400_000;

function day(text: string): Date {
  return new Date(`${text}T00:00:00Z`);
}

function chunk(from: string, days: number): Chunk {
  const start = day(from);
  return { name: from, from: start, to: new Date(start.getTime() + days * DAY) };
}

function shown(units: ReturnType<typeof planUnits>): readonly string[] {
  return units.map((unit) =>
    `${rangeName(unit)}: ${unit.chunks.map(({ name }) => name).join(" ")}` +
    (unit.merged.length === 0 ? "" : ` with ${unit.merged.map(({ id }) => id).join(" ")}`)
  );
}

Deno.test("planUnits takes whole months, and leaves one whose end is not old enough", () => {
  const chunks = ["2024-01-30", "2024-01-31", "2024-02-01", "2024-02-29", "2024-03-01"]
    .map((from) => chunk(from, 1));
  const plan = (olderThan: string) =>
    shown(planUnits({ chunks, archived: [], olderThan: day(olderThan), period: "month" }));
  assert.deepEqual(plan("2024-03-01"), [
    "20240130-20240201: 2024-01-30 2024-01-31",
    "20240201-20240301: 2024-02-01 2024-02-29",
  ]);
  assert.deepEqual(plan("2024-02-29"), ["20240130-20240201: 2024-01-30 2024-01-31"]);
  assert.deepEqual(plan("2024-01-31"), []);
});

Deno.test("planUnits takes a chunk over a year's end with the year it begins in", () => {
  const chunks = [chunk("2023-12-19", 30), chunk("2024-01-18", 30)];
  const plan = (olderThan: string) =>
    shown(planUnits({ chunks, archived: [], olderThan: day(olderThan), period: "year" }));
  assert.deepEqual(plan("2024-01-17"), []);
  assert.deepEqual(plan("2024-01-18"), ["20231219-20240118: 2023-12-19"]);
});

Deno.test("planUnits joins chunks of later rows with the archived range of their month", () => {
  const archived = [{ id: "a", from: day("2024-01-01"), to: day("2024-01-10") }];
  const plan = (chunks: readonly Chunk[]) =>
    shown(planUnits({ chunks, archived, olderThan: day("2024-03-01"), period: "month" }));
  assert.deepEqual(plan([chunk("2024-01-05", 1)]), ["20240101-20240110: 2024-01-05 with a"]);
  assert.deepEqual(plan([chunk("2024-01-20", 1)]), ["20240101-20240121: 2024-01-20 with a"]);
  assert.deepEqual(plan([chunk("2024-02-05", 1)]), ["20240205-20240206: 2024-02-05"]);
  // A chunk of another length, since the interval was changed or chunks were merged.
  assert.deepEqual(plan([chunk("2023-12-28", 6)]), ["20231228-20240110: 2023-12-28 with a"]);
});

Deno.test("planUnits never makes ranges that overlap, nor forgets what one holds", () => {
  const cut = (least: number) =>
    fc.array(fc.tuple(fc.integer({ min: least, max: 40 }), fc.integer({ min: 1, max: 45 })), {
      maxLength: 12,
    }).map((steps) => {
      let at = day("2023-11-03").getTime();
      return steps.map(([gap, days]) => {
        const from = new Date(at + gap * DAY);
        at = from.getTime() + days * DAY;
        return { id: from.toISOString(), name: from.toISOString(), from, to: new Date(at) };
      });
    });
  fc.assert(fc.property(cut(0), cut(0), (chunks, archived) => {
    const units = planUnits({ chunks, archived, olderThan: day("2024-12-01"), period: "month" });
    for (const [i, unit] of units.entries()) {
      const next = units[i + 1];
      assert.ok(next === undefined || unit.to <= next.from);
      const inside = (range: { from: Date; to: Date }) =>
        range.from < unit.to && unit.from < range.to;
      assert.deepEqual(chunks.filter(inside).length, unit.chunks.length);
      for (const range of [...unit.chunks, ...unit.merged, ...archived.filter(inside)]) {
        assert.ok(range.from >= unit.from && range.to <= unit.to);
      }
      assert.deepEqual(archived.filter(inside).length, unit.merged.length);
    }
  }));
});

Deno.test("partitionsOf cuts a range at the calendar's bounds", () => {
  const range = { from: day("2023-11-15"), to: day("2024-02-02") };
  assert.deepEqual(
    partitionsOf(range, "month").map(({ path, from }) => `${path} ${from.toISOString()}`),
    [
      "year=2023/month=11 2023-11-15T00:00:00.000Z",
      "year=2023/month=12 2023-12-01T00:00:00.000Z",
      "year=2024/month=1 2024-01-01T00:00:00.000Z",
      "year=2024/month=2 2024-02-01T00:00:00.000Z",
    ],
  );
  assert.deepEqual(partitionsOf(range, "year").map(({ path }) => path), ["year=2023", "year=2024"]);
  assert.deepEqual(periodAt(day("2024-12-31"), "month"), {
    from: day("2024-12-01"),
    to: day("2025-01-01"),
  });
});
