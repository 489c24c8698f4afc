import assert from "node:assert/strict";
import { calendar } from "../../../src/point_in_time/mod.ts";

const hour = { time: "18:00", timeZone: "America/Sao_Paulo" };

Deno.test("calendar gives the weekdays of ten years, by the clocks of each day", () => {
  const instants = calendar({ ...hour, from: "2016-01-01", to: "2025-12-30" });
  assert.equal(instants.length, 2608);
  assert.equal(instants[0]?.toISOString(), "2016-01-01T20:00:00.000Z");
  assert.equal(instants.at(-1)?.toISOString(), "2025-12-30T21:00:00.000Z");
});

Deno.test("calendar gives every day where asked, and leaves out holidays", () => {
  const range = { ...hour, from: "2024-03-01", to: "2024-03-04" };
  const days = (options: object) =>
    calendar({ ...range, ...options }).map((instant) => instant.toISOString().slice(8, 10));
  assert.deepEqual(days({}), ["01", "04"]);
  assert.deepEqual(days({ days: "all" }), ["01", "02", "03", "04"]);
  assert.deepEqual(days({ except: ["2024-03-01"] }), ["04"]);
  assert.deepEqual(calendar({ ...range, to: "2024-02-01" }), []);
});

Deno.test("calendar refuses a time that clocks skip on one of its days", () => {
  const night = {
    from: "2018-11-01",
    to: "2018-11-05",
    time: "00:30",
    timeZone: "America/Sao_Paulo",
  };
  assert.equal(calendar(night).length, 3);
  assert.throws(() => calendar({ ...night, days: "all" }), {
    name: "RangeError",
    message: /2018-11-04 00:30 America\/Sao_Paulo.*skip/,
  });
});
