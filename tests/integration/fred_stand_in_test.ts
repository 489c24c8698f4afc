import assert from "node:assert/strict";
import fc from "fast-check";
import {
  anyHistory,
  dailyHistory,
  type FredHistory,
  knownOn,
  MAX_DATE,
  MIN_DATE,
  realVintages,
} from "../support/fred/mod.ts";
import { ask, askRefused, askRows, quickStandIn, type Row } from "./fred_stand_in_support.ts";

const always = { "realtime_start": MIN_DATE, "realtime_end": MAX_DATE };
const real = await realVintages();

/** A series whose every kind of change can be told at a glance. */
const small: FredHistory = {
  seriesId: "SMALL",
  title: "Small",
  units: "Percent",
  frequency: "Monthly",
  seasonalAdjustment: "Not Seasonally Adjusted",
  releaseId: 7,
  releaseName: "Small Release",
  vintages: [
    { vintageDate: "2020-02-10", observations: { "2019-12-01": "1", "2020-01-01": "2" } },
    { vintageDate: "2020-03-10", observations: { "2020-01-01": "2", "2019-12-01": "1" } },
    { vintageDate: "2020-04-10", observations: { "2020-01-01": "3", "2020-02-01": "." } },
    { vintageDate: "2020-05-10", observations: { "2020-01-01": "2", "2019-12-01": null } },
    { vintageDate: "2026-06-16", observations: { "2020-03-01": "9" } },
  ],
  scheduledDates: ["2020-06-10", "2026-06-16", "2026-07-14"],
};

function numbers(rows: readonly Row[]): Map<string, number | null> {
  return new Map(rows.map(({ date, value }) => [date, value === "." ? null : Number(value)]));
}

const short = (rows: readonly Row[]) =>
  rows.map((row) => [row.date, row.value, row.realtime_start, row.realtime_end]);

Deno.test("FRED's stand-in describes a series and its release as the real one does", async () => {
  await using server = quickStandIn(real);
  const { body } = await ask(server, "series", { "series_id": "GDPC1" });
  assert.deepEqual(body, {
    "realtime_start": "2026-06-15",
    "realtime_end": "2026-06-15",
    seriess: [{
      id: "GDPC1",
      "realtime_start": "2026-06-15",
      "realtime_end": "2026-06-15",
      title: "Real Gross Domestic Product",
      "observation_start": "2024-01-01",
      "observation_end": "2024-10-01",
      frequency: "Quarterly",
      "frequency_short": "Q",
      units: "Billions of Chained 2017 Dollars",
      "units_short": "Billions of Chained 2017 Dollars",
      "seasonal_adjustment": "Seasonally Adjusted Annual Rate",
      "seasonal_adjustment_short": "SAAR",
      "last_updated": "2025-09-25 07:31:02-05",
      popularity: 50,
    }],
  });
  const release = await ask(server, "series/release", { "series_id": "PAYEMS" });
  assert.deepEqual(release.body["releases"], [{
    id: 50,
    "realtime_start": "2026-06-15",
    "realtime_end": "2026-06-15",
    name: "Employment Situation",
    "press_release": true,
  }]);
});

Deno.test("FRED's stand-in gives real-time periods that are clipped to the asked one", async () => {
  await using server = quickStandIn([small]);
  assert.deepEqual(short(await askRows(server, { "series_id": "SMALL", ...always })), [
    ["2019-12-01", "1", "2020-02-10", "2020-05-09"],
    ["2020-01-01", "2", "2020-02-10", "2020-04-09"],
    ["2020-01-01", "3", "2020-04-10", "2020-05-09"],
    ["2020-01-01", "2", "2020-05-10", MAX_DATE],
    ["2020-02-01", ".", "2020-04-10", MAX_DATE],
  ]);
  const clipped = { "realtime_start": "2020-03-01", "realtime_end": "2020-04-30" };
  assert.deepEqual(short(await askRows(server, { "series_id": "SMALL", ...clipped })), [
    ["2019-12-01", "1", "2020-03-01", "2020-04-30"],
    ["2020-01-01", "2", "2020-03-01", "2020-04-09"],
    ["2020-01-01", "3", "2020-04-10", "2020-04-30"],
    ["2020-02-01", ".", "2020-04-10", "2020-04-30"],
  ]);
  const vintages = { "vintage_dates": "2020-03-01,2020-05-11" };
  assert.deepEqual(short(await askRows(server, { "series_id": "SMALL", ...vintages })), [
    ["2019-12-01", "1", "2020-03-01", "2020-05-09"],
    ["2020-01-01", "2", "2020-03-01", "2020-04-09"],
    ["2020-01-01", "2", "2020-05-10", "2020-05-11"],
    ["2020-02-01", ".", "2020-04-10", "2020-05-11"],
  ]);
});

Deno.test("FRED's stand-in has the output types 2 to 4, which want a vintage", async () => {
  await using server = quickStandIn([small]);
  const of = async (type: number) =>
    (await ask(server, "series/observations", {
      "series_id": "SMALL",
      "output_type": type,
      "realtime_start": "2020-03-01",
      "realtime_end": "2020-05-30",
      "observation_start": "2020-01-01",
    })).body["observations"];
  assert.deepEqual(await of(2), [
    {
      date: "2020-01-01",
      "SMALL_20200301": "2",
      "SMALL_20200410": "3",
      "SMALL_20200510": "2",
      "SMALL_20200530": "2",
    },
    { date: "2020-02-01", "SMALL_20200410": ".", "SMALL_20200510": ".", "SMALL_20200530": "." },
  ]);
  assert.deepEqual(await of(3), [
    { date: "2020-01-01", "SMALL_20200410": "3", "SMALL_20200510": "2" },
    { date: "2020-02-01", "SMALL_20200410": "." },
  ]);
  assert.deepEqual(await of(4), [{
    "realtime_start": "2020-04-10",
    "realtime_end": "2020-05-30",
    date: "2020-02-01",
    value: ".",
  }]);
  assert.equal(
    await askRefused(server, "series/observations", { "series_id": "SMALL", "output_type": 4 }),
    "Bad Request.  No vintage dates exist for the specified real-time period: 2026-06-15 to 2026-06-15.",
  );
});

Deno.test("FRED's stand-in tells vintage dates from release dates, and those to come", async () => {
  let now = "2026-06-15T18:00:00Z";
  await using server = quickStandIn([small], { now: () => new Date(now) });
  const dates = async (path: string, more: Record<string, string> = {}) => {
    const { body } = await ask(server, path, { "series_id": "SMALL", "release_id": 7, ...more });
    const items = (body["vintage_dates"] ?? body["release_dates"]) as unknown[]; // one of the two
    return items.map((one) => typeof one === "string" ? one : Object(one).date);
  };
  const vintages = ["2020-02-10", "2020-04-10", "2020-05-10"];
  assert.deepEqual(await dates("series/vintagedates"), vintages);
  assert.deepEqual(await dates("series/vintagedates", { limit: "1", offset: "1" }), ["2020-04-10"]);
  const window = { "realtime_start": "2020-04-10", "realtime_end": "2020-05-09" };
  assert.deepEqual(await dates("series/vintagedates", window), ["2020-04-10"]);
  const released = ["2020-02-10", "2020-03-10", "2020-04-10", "2020-05-10"];
  assert.deepEqual(await dates("release/dates"), released);
  const whole = { "include_release_dates_with_no_data": "true" };
  const planned = ["2020-06-10", "2026-06-16", "2026-07-14"];
  assert.deepEqual(await dates("release/dates", whole), [...released, ...planned]);
  assert.deepEqual((await ask(server, "series/updates")).body["seriess"], []);
  // At 04:59 UTC it is still the day before in St. Louis.
  now = "2026-06-16T04:59:00Z";
  assert.deepEqual(await dates("series/vintagedates"), vintages);
  now = "2026-06-16T05:00:00Z";
  assert.deepEqual(await dates("series/vintagedates"), [...vintages, "2026-06-16"]);
  const [updated] = (await ask(server, "series/updates")).body["seriess"] as object[]; // a list
  assert.equal(Object(updated).last_updated, "2026-06-16 07:31:02-05");
});

Deno.test("FRED's stand-in refuses what the real one refuses, in its words", async (t) => {
  const unarchived = { ...small, seriesId: "SP500", isArchived: false };
  await using server = quickStandIn([small, unarchived], { keys: ["0".repeat(32)] });
  const path = "series/observations";
  const notInAlfred =
    "Bad Request.  The series does not exist in ALFRED but may exist in FRED.  Try setting realtime_start and realtime_end to today's date or removing the realtime_start and realtime_end variables.";
  const cases: readonly (readonly [string, Record<string, string | number>, string])[] = [
    ["an unknown series", { "series_id": "NONE" }, "Bad Request.  The series does not exist."],
    ["the same with a period", { "series_id": "NONE", ...always }, notInAlfred],
    ["a series without archive", { "series_id": "SP500", ...always }, notInAlfred],
    ["a time before the archive", {
      "series_id": "SMALL",
      "realtime_start": "2019-01-01",
      "realtime_end": "2019-12-31",
    }, notInAlfred],
    [
      "a page too large",
      { "series_id": "SMALL", limit: 100_001 },
      "Bad Request.  Variable limit is not between 1 and 100000.",
    ],
    [
      "tomorrow",
      { "series_id": "SMALL", "realtime_end": "2026-06-16" },
      "Bad Request.  Variable realtime_end can not be after today's date (2026-06-15) unless it's equal to the real-time max date 9999-12-31.",
    ],
    [
      "no date",
      { "series_id": "SMALL", "realtime_start": "1/1/2015" },
      "Bad Request.  Variable realtime_start is not a YYYY-MM-DD formatted date (e.g. 2000-02-24).",
    ],
    [
      "no key",
      { "series_id": "SMALL", "api_key": "" },
      "Bad Request.  Variable api_key is not set.  Read https://fred.stlouisfed.org/docs/api/api_key.html for more information.",
    ],
    [
      "a key of another form",
      { "series_id": "SMALL", "api_key": "ABC" },
      "Bad Request.  The value for variable api_key is not a 32 character alpha-numeric lower-case string.  Read https://fred.stlouisfed.org/docs/api/api_key.html for more information.",
    ],
    [
      "a revoked key",
      { "series_id": "SMALL", "api_key": "1".repeat(32) },
      "Bad Request.  The value for variable api_key is not registered.  Read https://fred.stlouisfed.org/docs/api/api_key.html for more information.",
    ],
  ];
  for (const [name, parameters, message] of cases) {
    await t.step(name, async () => {
      assert.equal(
        await askRefused(server, path, { "api_key": "0".repeat(32), ...parameters }),
        message,
      );
    });
  }
  const plain = { "series_id": "SP500", "api_key": "0".repeat(32) };
  assert.equal((await askRows(server, plain)).length, 2);
});

Deno.test("FRED's stand-in answers XML unless JSON is asked for", async () => {
  await using server = quickStandIn([small]);
  const read = async (path: string) => {
    const key = "api_key=abcdefghijklmnopqrstuvwxyz123456";
    const response = await fetch(`${server.url}/fred/${path}&${key}`);
    assert.equal(response.headers.get("content-type"), "text/xml; charset=UTF-8");
    return (await response.text()).split("\n").map((line) => line.trim());
  };
  const lines = await read("series/observations?series_id=SMALL&limit=1");
  assert.match(lines[1] ?? "", /^<observations realtime_start="2026-06-15" .*count="2" offset="0"/);
  assert.equal(
    lines[2],
    '<observation realtime_start="2026-06-15" realtime_end="2026-06-15" date="2020-01-01" value="2"/>',
  );
  const dates = await read("release/dates?release_id=7");
  assert.equal(dates[2], '<release_date release_id="7">2020-02-10</release_date>');
  const [, error] = await read("series?series_id=NONE");
  assert.equal(error, '<error code="400" message="Bad Request.  The series does not exist."/>');
});

Deno.test("FRED's stand-in counts the vintage dates of a request: 2,000, no more", async () => {
  const daily = dailyHistory({ vintages: 2004 });
  await using server = quickStandIn([daily]);
  const { body } = await ask(server, "series/vintagedates", { "series_id": "DAILY" });
  const dates = body["vintage_dates"] as string[]; // a list of dates
  assert.equal(dates.length, 2004);
  const period = (first: number, last: number) => ({
    "series_id": "DAILY",
    "realtime_start": dates[first] ?? "",
    "realtime_end": dates[last] ?? "",
    limit: 1,
  });
  assert.equal((await askRows(server, period(0, 1999))).length, 1);
  assert.equal(
    await askRefused(server, "series/observations", period(0, 2000)),
    `Bad Request.  There are 2001 vintage dates in the specified real-time period: ${dates[0]} to ${
      dates[2000]
    }.  This exceeds the maximum number of vintage dates allowed for this file type (2000).`,
  );
});

Deno.test("FRED's stand-in says of every day what a plain reading of the history says", async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory, fc.integer({ min: 1, max: 7 }), async (history, limit) => {
      const limits = { observationsPage: limit };
      await using server = quickStandIn([history], { limits });
      for (const day of history.vintages.map(({ vintageDate }) => vintageDate)) {
        const rows: Row[] = [];
        const known = knownOn(history, day);
        while (rows.length < known.size) {
          const day1 = { "realtime_start": day, "realtime_end": day, offset: rows.length };
          const more = await askRows(server, { "series_id": "RANDOM", ...day1 });
          assert.ok(more.length > 0 && more.length <= limit);
          rows.push(...more);
        }
        assert.deepEqual(numbers(rows), known);
      }
    }),
    { numRuns: 15 },
  );
});
