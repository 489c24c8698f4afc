import assert from "node:assert/strict";
import { lateReleases } from "../../src/point_in_time/mod.ts";
import { makeSeries, type ReadingTest, readingTest, writeRows } from "./point_in_time_support.ts";

interface Due {
  readonly period: string;
  readonly expected: string | null;
  readonly known?: string;
}

async function follow(
  { client }: ReadingTest,
  code: string,
  { values = [], due }: { readonly values?: readonly string[]; readonly due: readonly Due[] },
): Promise<number> {
  const id = await makeSeries(client, { code });
  await client.query(
    "insert into strata_ingest.followed_series (source, code, series_id) values ('fred', $1, $2)",
    [code, id],
  );
  await writeRows(
    client,
    id,
    values.map((day) => ({ day, revision: 0, value: 1, release: "2024-11-01T12:30:00Z" })),
  );
  for (const { period, expected, known = "2024-10-04T12:31:00Z" } of due) {
    await client.query("insert into release_calendar values ($1, $2, $3, 'America/New_York', $4)", [
      id,
      period,
      expected,
      known,
    ]);
  }
  return id;
}

readingTest(
  "lateReleases names followed series whose hour has passed without a value",
  async (t) => {
    const october = { period: "2024-10-01", expected: "2024-11-01T12:30:00Z" };
    const november = { period: "2024-11-01", expected: "2024-12-06T13:30:00Z" };
    const december = { period: "2024-12-01", expected: "2025-01-10T13:30:00Z" };
    const late = await follow(t, "LATE", {
      values: ["2024-10-01"],
      due: [october, november, december],
    });
    await follow(t, "HERE", { values: ["2024-10-01", "2024-11-01"], due: [october, november] });
    await follow(t, "LATER_PERIOD", { values: ["2024-12-01"], due: [november] });
    await follow(t, "OFF", {
      values: ["2024-10-01"],
      due: [november, { ...november, expected: null, known: "2024-11-20T00:00:00Z" }],
    });
    await follow(t, "MOVED", {
      values: ["2024-10-01"],
      due: [november, {
        ...november,
        expected: "2024-12-16T13:30:00Z",
        known: "2024-12-06T13:00:00Z",
      }],
    });
    await follow(t, "EMPTY", { due: [{ ...november, expected: "2024-12-05T13:30:00Z" }] });
    const unfollowed = await follow(t, "UNFOLLOWED", { due: [november] });
    await t.client.query(
      "update strata_ingest.followed_series set series_id = null where series_id = $1",
      [unfollowed],
    );
    const codes = async (at: string, lag?: string) =>
      (await lateReleases(t.database, { at, ...(lag === undefined ? {} : { lag }) }))
        .map(({ code, period }) => `${code} ${period}`);

    assert.deepEqual(await codes("2024-12-06T13:30:00Z"), ["EMPTY 2024-11-01"], "at its hour");
    assert.deepEqual(await codes("2024-12-06T13:30:01Z"), ["EMPTY 2024-11-01", "LATE 2024-11-01"]);
    assert.deepEqual(await codes("2024-12-06T14:30:00Z", "2 hours"), ["EMPTY 2024-11-01"]);
    assert.deepEqual(await codes("2024-12-20T00:00:00Z"), [
      "EMPTY 2024-11-01",
      "LATE 2024-11-01",
      "MOVED 2024-11-01",
    ]);
    assert.deepEqual(
      await codes("2025-01-20T00:00:00Z"),
      ["EMPTY 2024-11-01", "LATE 2024-11-01", "MOVED 2024-11-01"],
      "the oldest of two",
    );
    const [, found] = await lateReleases(t.database, { at: "2024-12-20T00:00:00Z" });
    assert.deepEqual(found, {
      source: "fred",
      code: "LATE",
      seriesId: late,
      period: "2024-11-01",
      expectedAt: new Date("2024-12-06T13:30:00Z"),
      zone: "America/New_York",
      knownAt: new Date("2024-10-04T12:31:00Z"),
    });

    await writeRows(t.client, late, [
      { day: "2024-11-01", revision: 0, value: null, release: "2024-12-20T00:00:00Z" },
    ]);
    assert.deepEqual(await codes("2024-12-19T23:59:59Z"), [
      "EMPTY 2024-11-01",
      "LATE 2024-11-01",
      "MOVED 2024-11-01",
    ]);
    assert.deepEqual(
      await codes("2024-12-20T00:00:00Z"),
      ["EMPTY 2024-11-01", "MOVED 2024-11-01"],
      "a printed gap is out too",
    );
  },
);
