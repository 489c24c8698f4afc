import assert from "node:assert/strict";
import { endOfDay, startOfDay, zonedInstant } from "../../../../src/base/time/zoned_instant.ts";

const hours: [day: string, time: string, zone: string, instant: string, why: string][] = [
  ["2024-03-08", "08:30", "America/New_York", "2024-03-08T13:30:00.000Z", "winter"],
  ["2024-04-05", "08:30", "America/New_York", "2024-04-05T12:30:00.000Z", "summer"],
  ["2024-09-26", "08:30:00", "America/New_York", "2024-09-26T12:30:00.000Z", "seconds"],
  ["2019-01-11", "09:00", "America/Sao_Paulo", "2019-01-11T11:00:00.000Z", "the last summer time"],
  ["2020-01-10", "09:00", "America/Sao_Paulo", "2020-01-10T12:00:00.000Z", "none any more"],
  ["2018-11-04", "00:00", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z", "gap at midnight"],
  ["2018-11-04", "00:30", "America/Sao_Paulo", "2018-11-04T03:30:00.000Z", "within the gap"],
  ["2018-02-17", "23:30", "America/Sao_Paulo", "2018-02-18T02:30:00.000Z", "twice, the later"],
  ["2024-11-03", "01:30", "America/New_York", "2024-11-03T06:30:00.000Z", "twice, the later"],
  ["2024-03-10", "02:30", "America/New_York", "2024-03-10T07:30:00.000Z", "gap"],
  ["2024-02-29", "12:00", "UTC", "2024-02-29T12:00:00.000Z", "leap day"],
];

for (const [day, time, zone, instant, why] of hours) {
  Deno.test(`zonedInstant reads ${day} ${time} ${zone} (${why})`, () => {
    assert.equal(zonedInstant(day, { time, zone }).toISOString(), instant);
  });
}

const days: [day: string, zone: string, start: string, end: string][] = [
  ["2024-09-26", "America/New_York", "2024-09-26T04:00:00.000Z", "2024-09-27T04:00:00.000Z"],
  ["2026-08-03", "America/Sao_Paulo", "2026-08-03T03:00:00.000Z", "2026-08-04T03:00:00.000Z"],
  ["2018-11-03", "America/Sao_Paulo", "2018-11-03T03:00:00.000Z", "2018-11-04T03:00:00.000Z"],
  ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z", "2018-11-05T02:00:00.000Z"],
  ["2018-02-17", "America/Sao_Paulo", "2018-02-17T02:00:00.000Z", "2018-02-18T03:00:00.000Z"],
  ["2024-12-31", "Asia/Tokyo", "2024-12-30T15:00:00.000Z", "2024-12-31T15:00:00.000Z"],
];

for (const [day, zone, start, end] of days) {
  Deno.test(`startOfDay and endOfDay bound ${day} in ${zone}`, () => {
    assert.equal(startOfDay(day, zone).toISOString(), start);
    assert.equal(endOfDay(day, zone).toISOString(), end);
  });
}

const refused: [day: string, time: string, zone: string, words: RegExp][] = [
  ["2024-02-30", "08:30", "UTC", /Cannot read "2024-02-30 08:30 UTC" as an instant/],
  ["26/09/2024", "08:30", "UTC", /written like 2024-09-26/],
  ["2024-09-26T00:00", "08:30", "UTC", /written like 2024-09-26/],
  ["2024-09-26", "8.30", "UTC", /Cannot read "8.30" as an hour/],
  ["2024-09-26", "25:00", "UTC", /Cannot read/],
  ["2024-09-26", "08:30", "-03:00", /never an offset/],
  ["2024-09-26", "08:30", "America/Atlantis", /America\/Atlantis/],
];

for (const [day, time, zone, message] of refused) {
  Deno.test(`zonedInstant refuses ${day} ${time} ${zone}`, () => {
    assert.throws(() => zonedInstant(day, { time, zone }), { name: "TypeError", message });
  });
}
