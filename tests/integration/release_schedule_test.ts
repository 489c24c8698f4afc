import assert from "node:assert/strict";
import {
  ConflictError,
  type PeriodSchedule,
  recordSchedule,
  RowsError,
} from "../../src/ingest/mod.ts";
import { latest, nextRelease, panel } from "../../src/point_in_time/mod.ts";
import { makeSeries, readingTest, writeRows } from "./point_in_time_support.ts";

const zone = "America/New_York";
const due = (period: string, expectedAt: string | null): PeriodSchedule => ({
  period,
  expectedAt,
  zone,
});

readingTest("recordSchedule stores what changed alone, and takes periods off", async (t) => {
  const { database, client } = t;
  const seriesId = await makeSeries(client, { code: "PAYEMS" });
  const record = async (knownAt: string, releases: readonly PeriodSchedule[], isComplete = true) =>
    (await recordSchedule(database, { seriesId, knownAt, releases, isComplete })).changed;
  const october = due("2025-10-01", "2025-11-07T13:30:00Z");
  const november = due("2025-11-01", "2025-12-05T13:30:00Z");

  assert.equal(await record("2025-09-05T12:31:00Z", [october, november]), 2);
  assert.equal(await record("2025-09-05T12:31:00Z", [october, november]), 0, "a second time");
  assert.equal(await record("2025-09-20T12:31:00Z", [october, november]), 0, "the same later");
  const moved = due("2025-11-01", "2025-12-16T13:30:00Z");
  assert.equal(await record("2025-11-20T14:00:00Z", [moved]), 1, "october has passed and stays");
  assert.equal(await record("2025-11-21T14:00:00Z", [], false), 0, "a part says no more");
  assert.equal(await record("2025-11-22T14:00:00Z", []), 1, "november is taken off");
  assert.equal(await record("2025-11-23T14:00:00Z", []), 0, "once");

  const { rows } = await client.query(
    `select to_char(period, 'YYYY-MM') as period, known_at::date::text as known,
      expected_at::date::text as expected from release_calendar order by known_at, period`,
  );
  assert.deepEqual(rows, [
    { period: "2025-10", known: "2025-09-05", expected: "2025-11-07" },
    { period: "2025-11", known: "2025-09-05", expected: "2025-12-05" },
    { period: "2025-11", known: "2025-11-20", expected: "2025-12-16" },
    { period: "2025-11", known: "2025-11-22", expected: null },
  ]);
});

readingTest("recordSchedule refuses bad schedules, and stores nothing of them", async (t) => {
  const { database, client } = t;
  const seriesId = await makeSeries(client, { code: "PAYEMS" });
  const record = (releases: readonly PeriodSchedule[], id = seriesId) =>
    recordSchedule(database, { seriesId: id, knownAt: "2025-09-05T12:31:00Z", releases });
  const good = due("2025-10-01", "2025-11-07T13:30:00Z");

  await assert.rejects(
    record([good, { ...good, period: "2025-11-01", zone: "EST5EDT" }]),
    (error) => error instanceof RowsError && /zone: got "EST5EDT"/.test(error.message),
  );
  await assert.rejects(record([good, due("2025-11", "2025-12-05T13:30:00Z")]), RowsError);
  await assert.rejects(record([good], 999), RowsError);
  await assert.rejects(record([due("2025-10-01", "2025-11-07")]), /it is a day without a time/);
  await assert.rejects(
    record([good, due("2025-10-01", "2025-11-14T13:30:00Z")]),
    (error) => error instanceof ConflictError || error instanceof RowsError,
  );
  const { rows } = await client.query("select count(*)::int as rows from release_calendar");
  assert.deepEqual(rows, [{ rows: 0 }]);
});

readingTest("nextRelease knows the schedule of its instant, never a later one", async (t) => {
  const { database, client } = t;
  const seriesId = await makeSeries(client, { code: "PAYEMS" });
  await writeRows(client, seriesId, [
    { day: "2025-09-01", revision: 0, value: 1, release: "2025-10-03T12:30:00Z" },
  ]);
  const record = (knownAt: string, releases: readonly PeriodSchedule[]) =>
    recordSchedule(database, { seriesId, knownAt, releases, isComplete: true });
  const november = due("2025-11-01", "2025-12-05T13:30:00Z");
  await record("2025-10-03T12:31:00Z", [due("2025-10-01", "2025-11-07T13:30:00Z"), november]);
  await record("2025-11-01T12:00:00Z", [due("2025-10-01", "2025-11-20T13:30:00Z"), november]);

  const cases: readonly [at: string, period: string | null, expectedAt?: string][] = [
    ["2025-10-03T12:30:59Z", null],
    ["2025-10-03T12:31:00Z", "2025-10-01", "2025-11-07T13:30:00.000Z"],
    ["2025-11-01T11:59:59Z", "2025-10-01", "2025-11-07T13:30:00.000Z"],
    ["2025-11-01T12:00:00Z", "2025-10-01", "2025-11-20T13:30:00.000Z"],
    ["2025-11-20T13:29:59Z", "2025-10-01", "2025-11-20T13:30:00.000Z"],
    ["2025-11-20T13:30:00Z", "2025-11-01", "2025-12-05T13:30:00.000Z"],
    ["2025-12-05T13:30:00Z", null],
  ];
  const series = { source: "ALFRED", code: "PAYEMS" };
  for (const [at, period, expectedAt] of cases) {
    const next = await nextRelease(database, { series, at });
    assert.equal(next?.period ?? null, period, at);
    assert.equal(next?.expectedAt.toISOString(), expectedAt, at);
  }
  const inTime = await nextRelease(database, {
    series,
    at: "2025-11-20T13:40:00Z",
    lag: "15 minutes",
  });
  assert.equal(inTime?.period, "2025-10-01", "a reader behind the market still waits");

  const at = cases.map(([at]) => at);
  const rows = await panel(database, { series: [series], at, maxAge: null, withNextRelease: true });
  assert.deepEqual(
    rows.map(({ nextReleases }) => nextReleases?.[0]?.period ?? null),
    cases.map(([, period]) => period),
  );
  const plain = await panel(database, { series: [series], at, maxAge: null });
  assert.ok(plain.every((row) => !("nextReleases" in row)));
  const known = await latest(database, { series, at: at[1] ?? "", withNextRelease: true });
  assert.deepEqual([known?.value, known?.nextRelease?.zone], [1, zone]);
  const alone = await latest(database, { series, at: at[1] ?? "" });
  assert.ok(alone !== null && !("nextRelease" in alone));
  await assert.rejects(nextRelease(database, { series: 999, at: new Date() }), /"999"/);
});
