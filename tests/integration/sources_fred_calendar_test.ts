import assert from "node:assert/strict";
import { lateReleases, nextRelease } from "../../src/point_in_time/mod.ts";
import { fetchSeries, fred } from "../../src/sources/mod.ts";
import { type FredHistory, fredKey } from "../support/fred/mod.ts";
import { type ReadingTest, readingTest } from "./point_in_time_support.ts";
import { type Clock, fetchFrom, standIn } from "./sources_fred_support.ts";
import { noLimit } from "../support/no_limit.ts";

/** Payrolls of three months; October's release is late by a day, and moved on the day before. */
const payrolls: FredHistory = {
  seriesId: "PAYEMS",
  title: "All Employees, Total Nonfarm",
  units: "Thousands of Persons",
  frequency: "Monthly",
  seasonalAdjustment: "Seasonally Adjusted",
  releaseId: 50,
  releaseName: "Employment Situation",
  vintages: [
    { vintageDate: "2026-09-04", observations: { "2026-07-01": "100", "2026-08-01": "101" } },
    { vintageDate: "2026-10-02", observations: { "2026-09-01": "102" } },
    { vintageDate: "2026-11-07", observations: { "2026-10-01": "103" } },
  ],
  scheduledDates: ["2026-09-04", "2026-10-02", "2026-11-06", "2026-12-04"],
};
const unemployment: FredHistory = { ...payrolls, seriesId: "UNRATE" };
const output: FredHistory = {
  ...payrolls,
  seriesId: "GDPC1",
  title: "Real Gross Domestic Product",
  frequency: "Quarterly",
  releaseId: 53,
  releaseName: "Gross Domestic Product",
  vintages: [
    { vintageDate: "2026-04-29", observations: { "2025-10-01": "1", "2026-01-01": "2" } },
    { vintageDate: "2026-07-30", observations: { "2026-04-01": "3" } },
    { vintageDate: "2026-10-29", observations: { "2026-07-01": "4" } },
    { vintageDate: "2026-11-25", observations: { "2026-07-01": "4.1" } },
  ],
  scheduledDates: ["2026-11-25", "2026-12-22", "2027-01-28", "2027-02-25"],
};

const series = { source: "ALFRED", code: "PAYEMS" };

async function due({ database }: ReadingTest, at: string, code = "PAYEMS"): Promise<unknown> {
  const next = await nextRelease(database, { series: { ...series, code }, at });
  return next && [next.period, next.expectedAt.toISOString(), next.zone];
}

async function late({ database }: ReadingTest, at: string): Promise<readonly string[]> {
  return (await lateReleases(database, { at })).map(({ code, period }) => `${code} ${period}`);
}

readingTest("fred: each fetch stores what is due, and the former schedule stays", async (t) => {
  const clock: Clock = { now: new Date("2026-10-05T12:00:00Z") };
  const histories = [payrolls];
  await using server = standIn(histories, clock);
  const fetch = () => fetchFrom(t, server, "PAYEMS", { clock });
  const { notes } = await fetch();
  assert.deepEqual(notes, []);
  const zone = "America/New_York";
  assert.equal(await due(t, "2026-10-05T11:59:59Z"), null, "not before it was asked");
  // Daylight saving time ends in between.
  assert.deepEqual(await due(t, "2026-10-05T12:00:00Z"), [
    "2026-10-01",
    "2026-11-06T13:30:00.000Z",
    zone,
  ]);
  assert.deepEqual(await due(t, "2026-11-06T13:30:00Z"), [
    "2026-11-01",
    "2026-12-04T13:30:00.000Z",
    zone,
  ]);
  const rows = async () =>
    (await t.client.query("select count(*)::int as rows from release_calendar")).rows;
  assert.deepEqual(await rows(), [{ rows: 2 }]);
  clock.now = new Date("2026-10-12T12:00:00Z");
  await fetch();
  assert.deepEqual(await rows(), [{ rows: 2 }], "nothing has changed");

  assert.deepEqual(await late(t, "2026-11-06T13:30:00Z"), []);
  assert.deepEqual(await late(t, "2026-11-06T13:30:01Z"), ["PAYEMS 2026-10-01"]);
  histories[0] = {
    ...payrolls,
    scheduledDates: ["2026-09-04", "2026-10-02", "2026-11-07", "2026-12-08"],
  };
  clock.now = new Date("2026-11-06T15:00:00Z");
  await fetch();
  assert.deepEqual(await late(t, "2026-11-06T14:59:59Z"), ["PAYEMS 2026-10-01"]);
  assert.deepEqual(await late(t, "2026-11-06T15:00:00Z"), [], "it was moved");
  assert.deepEqual(await due(t, "2026-11-06T15:00:00Z"), [
    "2026-10-01",
    "2026-11-07T13:30:00.000Z",
    zone,
  ]);
  assert.deepEqual(await late(t, "2026-11-07T13:30:01Z"), ["PAYEMS 2026-10-01"]);
  clock.now = new Date("2026-11-07T15:00:00Z");
  assert.equal((await fetch()).inserted, 1);
  assert.deepEqual(await late(t, "2026-11-07T15:00:00Z"), []);
  assert.deepEqual(await due(t, "2026-11-07T15:00:00Z"), [
    "2026-11-01",
    "2026-12-08T13:30:00.000Z",
    zone,
  ]);
  assert.deepEqual(await due(t, "2026-10-20T00:00:00Z"), [
    "2026-10-01",
    "2026-11-06T13:30:00.000Z",
    zone,
  ], "what was known in October stays");
});

readingTest(
  "fred: later estimates are no new period, series of a release share its dates",
  async (t) => {
    const clock: Clock = { now: new Date("2026-11-30T12:00:00Z") };
    await using server = standIn([payrolls, unemployment, output], clock);
    const source = fred({ key: fredKey, baseUrl: `${server.url}/fred` });
    for (const code of ["PAYEMS", "UNRATE", "GDPC1"]) {
      await fetchSeries(t.database, source, code, { clock: () => clock.now, limiter: noLimit });
    }
    assert.equal(server.traffic.count("/fred/release/dates"), 2);
    const zone = "America/New_York";
    const december = ["2026-11-01", "2026-12-04T13:30:00.000Z", zone];
    assert.deepEqual(await due(t, "2026-11-30T12:00:00Z", "UNRATE"), december);
    assert.deepEqual(await due(t, "2026-11-30T12:00:00Z", "GDPC1"), [
      "2026-10-01",
      "2027-01-28T13:30:00.000Z",
      zone,
    ]);
  },
);

readingTest("fred: an hour that is not known is the end of the day in St. Louis", async (t) => {
  const clock: Clock = { now: new Date("2026-11-30T12:00:00Z") };
  await using server = standIn([{ ...payrolls, releaseName: "Some Survey" }], clock);
  await fetchFrom(t, server, "PAYEMS", { clock });
  assert.deepEqual(await due(t, "2026-11-30T12:00:00Z"), [
    "2026-11-01",
    "2026-12-05T06:00:00.000Z",
    "America/Chicago",
  ]);
});

readingTest("fred: a calendar that fails is a note, and the values are stored", async (t) => {
  const clock: Clock = { now: new Date("2026-11-30T12:00:00Z") };
  await using server = standIn([payrolls], clock);
  server.failWhen(({ endpoint }) =>
    endpoint.endsWith("release/dates")
      ? { kind: "body", change: (body) => body.replaceAll('"date"', '"day"') }
      : null
  );
  const first = await fetchFrom(t, server, "PAYEMS", { clock });
  assert.equal(first.inserted, 4);
  assert.deepEqual(first.notes.length, 1);
  assert.match(
    first.notes[0] ?? "",
    /^its release calendar stays as it was: Cannot fetch "fred\/PAYEMS": .*release\/dates/,
  );
  assert.ok(!first.notes[0]?.includes(fredKey));
  const { rows } = await t.client.query(
    "select error, succeeded_at is not null as succeeded from strata_ingest.followed_series",
  );
  assert.deepEqual(rows, [{ error: null, succeeded: true }]);
  server.failWhen(null);
  assert.deepEqual((await fetchFrom(t, server, "PAYEMS", { clock })).notes, []);
  assert.notEqual(await due(t, "2026-11-30T12:00:00Z"), null, "the next fetch has it");
});

readingTest("fred: a dry run leaves no calendar behind", async (t) => {
  const clock: Clock = { now: new Date("2026-11-30T12:00:00Z") };
  await using server = standIn([payrolls], clock);
  const source = fred({ key: fredKey, baseUrl: `${server.url}/fred` });
  const options = { clock: () => clock.now, limiter: noLimit, dryRun: true };
  const { inserted, notes } = await fetchSeries(t.database, source, "PAYEMS", options);
  assert.deepEqual([inserted, notes], [4, []]);
  const { rows } = await t.client.query("select count(*)::int as rows from release_calendar");
  assert.deepEqual(rows, [{ rows: 0 }]);
});
