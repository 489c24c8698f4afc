import assert from "node:assert/strict";
import fc from "fast-check";
import {
  addMonths,
  daysBefore,
  dayText,
  parseDay,
  parseDays,
} from "../../../src/point_in_time/day.ts";

const anyDay = fc.integer({ min: -700_000, max: 2_900_000 });

Deno.test("dayText and parseDay agree with the calendar, there and back", () => {
  fc.assert(fc.property(anyDay, (day) => {
    const text = Temporal.PlainDate.from("1970-01-01").add({ days: day }).toString();
    assert.equal(dayText(day), text);
    assert.equal(parseDay(text), day);
  }));
});

Deno.test("addMonths and daysBefore count as the calendar does, shorter months by their last day", () => {
  const months = fc.integer({ min: -600, max: 600 });
  fc.assert(fc.property(fc.integer({ min: -80_000, max: 80_000 }), months, (day, count) => {
    const date = Temporal.PlainDate.from("1970-01-01").add({ days: day });
    assert.equal(dayText(addMonths(day, count)), date.add({ months: count }).toString());
  }));
  const interval = { months: 13, days: 7, microseconds: 0 };
  assert.equal(dayText(daysBefore(parseDay("2024-03-31"), interval)), "2023-02-21");
  assert.equal(dayText(addMonths(parseDay("2024-01-31"), 1)), "2024-02-29");
});

for (
  const text of [
    "2024-02-30",
    "2023-02-29",
    "2024-13-01",
    "2024-9-1",
    "26/09/2024",
    "",
    "2024-01-01T00:00Z",
  ]
) {
  Deno.test(`parseDay refuses "${text}"`, () => {
    assert.throws(() => parseDay(text, "from"), {
      name: "TypeError",
      message: /as the from: write a day/,
    });
  });
}

Deno.test("parseDays refuses hours, for observations are dated by the day", () => {
  assert.equal(parseDays("2 weeks", "an age").days, 14);
  assert.throws(() => parseDays("36 hours", "an age"), { name: "TypeError", message: /as an age/ });
});
