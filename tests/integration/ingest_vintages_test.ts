import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { eq } from "drizzle-orm";
import { appendVintages, RowsError, type VintageInput } from "../../src/ingest/mod.ts";
import { asOf, zonedInstant } from "../../src/point_in_time/mod.ts";
import { fiscalData, flowData, macroSeries } from "../../src/schema/mod.ts";
import { communityTest, compress, countRows, shuffled, writeTest } from "./ingest_support.ts";
import type { MigratedTest } from "./schema_support.ts";

interface Release {
  readonly observationDate: string;
  readonly value: number | null;
  readonly releaseTime: Date;
}

/** Reads a file of vintages: the release day in New York, the observation, the value. */
async function vintagesOf(file: string): Promise<Release[]> {
  const text = await readFile(new URL(`../data/${file}`, import.meta.url), "utf8");
  return text.trim().split("\n").filter((line) => /^\d/.test(line)).map((line) => {
    const [day = "", observationDate = "", value = ""] = line.split(",");
    const releaseTime = zonedInstant(day, { time: "08:30", zone: "America/New_York" });
    return { observationDate, value: Number(value), releaseTime };
  });
}

/**
 * Computes what was known at an instant by the definition: the last release of each observation by
 * then.
 */
function known(releases: readonly Release[], at: Date): [string, number | null][] {
  const seen = releases.filter(({ releaseTime }) => releaseTime <= at)
    .toSorted((a, b) => a.releaseTime.getTime() - b.releaseTime.getTime());
  const last = new Map(seen.map(({ observationDate, value }) => [observationDate, value]));
  return [...last].sort(([a], [b]) => a < b ? -1 : 1);
}

async function assertKnown(
  { db }: MigratedTest,
  series: number,
  releases: readonly Release[],
): Promise<void> {
  for (const { releaseTime } of releases) {
    for (const hours of [-24, -1 / 3600, 0, 24]) {
      const at = new Date(releaseTime.getTime() + hours * 3_600_000);
      const read = await asOf(db, { series, at });
      assert.deepEqual(read.map((row) => [row.observationDate, row.value]), known(releases, at));
    }
  }
}

for (const file of ["us_real_gdp_vintages.csv", "us_payroll_vintages.csv"]) {
  writeTest(`appendVintages replays ${file} in any order`, async (database) => {
    const { db } = database;
    const releases = await vintagesOf(file);
    const changes = new Set(releases.map((one) => `${one.observationDate} ${one.value}`)).size;
    const orders = [releases, releases.toReversed(), shuffled(releases, 7), shuffled(releases, 8)];
    for (const [i, order] of orders.entries()) {
      const seriesId = i + 1;
      let inserted = 0;
      for (const { releaseTime, ...rest } of order) {
        inserted += (await appendVintages(db, [{ ...rest, seriesId }], { releaseTime })).inserted;
      }
      if (i === 0) assert.equal(inserted, changes);
      await assertKnown(database, seriesId, releases);
      const again = await appendVintages(db, releases.map((one) => ({ ...one, seriesId })));
      assert.deepEqual([again.inserted, again.unchanged], [0, releases.length]);
    }
    // A whole history in one call, in any order, leaves no unnecessary row.
    for (const [i, order] of orders.entries()) {
      const seriesId = 10 + i;
      const rows = order.map((one) => ({ ...one, seriesId }));
      const result = await appendVintages(db, rows, i === 3 ? { batchRows: 3 } : {});
      assert.deepEqual([result.inserted, result.unchanged], [changes, rows.length - changes]);
      await assertKnown(database, seriesId, releases);
    }
  });
}

communityTest("appendVintages compares with what is compressed", async (database) => {
  const { db } = database;
  const releases = await vintagesOf("us_real_gdp_vintages.csv");
  const rows = releases.map((one) => ({ ...one, seriesId: 1 }));
  await appendVintages(db, rows.filter((_, i) => i % 2 === 0));
  await compress(database, "macro_series");
  assert.equal((await appendVintages(db, rows)).inserted, 8);
  await compress(database, "macro_series");
  assert.equal((await appendVintages(db, shuffled(rows), { batchRows: 4 })).inserted, 0);
  await assertKnown(database, 1, releases);
});

writeTest("appendVintages numbers revisions on from the highest", async ({ db }) => {
  const write = (value: number | null, releaseTime: string) =>
    appendVintages(db, [{ seriesId: 1, observationDate: "2024-01-01", value }], { releaseTime });
  await write(2, "2024-03-01T08:30:00-05:00");
  await write(1, "2024-02-01T13:30:00Z");
  await write(1, "2024-02-15T13:30:00Z");
  await write(null, "2024-04-01T13:30:00Z");
  await write(null, "2024-05-01T13:30:00Z");
  await write(3, "2024-04-01T13:30:00Z");
  const stored = await db.select().from(macroSeries).orderBy(macroSeries.revisionNumber);
  assert.deepEqual(
    stored.map((row) => [row.revisionNumber, row.value, row.releaseTime.toISOString()]),
    [
      [0, 2, "2024-03-01T13:30:00.000Z"],
      [1, 1, "2024-02-01T13:30:00.000Z"],
      [2, null, "2024-04-01T13:30:00.000Z"],
      // A correction of what was released in April, although the May release repeated null.
      [3, null, "2024-05-01T13:30:00.000Z"],
      [4, 3, "2024-04-01T13:30:00.000Z"],
    ],
  );
});

writeTest("appendVintages keeps flows and fiscal figures apart by their kind", async ({ db }) => {
  const flow = (flowType: "exports" | "imports", value: number) => ({
    seriesId: 1,
    observationDate: "2024-01-01",
    flowType,
    value,
    unit: "USD",
  });
  const releaseTime = { date: "2024-03-15", time: "09:00", timeZone: "America/Sao_Paulo" };
  const options = { releaseTime, table: flowData };
  assert.equal(
    (await appendVintages(db, [flow("exports", 1), flow("imports", 1)], options)).inserted,
    2,
  );
  const later = { ...options, releaseTime: "2024-04-15T12:00:00Z" };
  assert.equal(
    (await appendVintages(db, [flow("exports", 1), flow("imports", 2)], later)).inserted,
    1,
  );
  const [revised] = await db.select().from(flowData).where(eq(flowData.revisionNumber, 1));
  assert.deepEqual([revised?.flowType, revised?.value, revised?.unit], ["imports", 2, "USD"]);
  const debt = {
    seriesId: 2,
    observationDate: "2024-01-01",
    fiscalMetric: "gross_debt",
    value: 75,
  } as const;
  assert.equal((await appendVintages(db, [debt], { releaseTime, table: fiscalData })).inserted, 1);
  const [first] = await db.select().from(fiscalData);
  assert.equal(first?.releaseTime.toISOString(), "2024-03-15T12:00:00.000Z");
});

writeTest("appendVintages refuses what cannot be placed in time", async (database) => {
  const { db } = database;
  const good = { seriesId: 1, observationDate: "2024-01-01", value: 1 };
  const at = "2024-02-01T00:00:00Z";
  for (const releaseTime of ["2024-02-01", "2024-02-01T08:30:00", "tomorrow"]) {
    await assert.rejects(appendVintages(db, [good], { releaseTime }), TypeError);
  }
  const cases: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
    ["releaseTime", { releaseTime: "2024-02-01" }, /a day without a time/],
    ["releaseTime", {
      releaseTime: { date: "2024-03-10", time: "02:30", timeZone: "America/New_York" },
    }, /skip/],
    ["seriesId", { seriesId: 999 }, /not in series_metadata/],
    ["value", { value: undefined }, /missing/],
    ["value", { value: NaN }, /NaN/],
    ["value", { value: 2 }, /one value belongs to one release/],
    ["observationDate", { observationDate: "2024-01-32" }, /a day/],
    ["revisionNumber", { revisionNumber: 3 }, /is not a column that rows may give/],
  ];
  for (const options of [{}, { batchRows: 1 }]) {
    for (const [field, change, reason] of cases) {
      // as: an untyped row from outside
      const rows = [good, { ...good, ...change } as VintageInput<typeof macroSeries>];
      await assert.rejects(appendVintages(db, rows, { releaseTime: at, ...options }), (error) => {
        assert.ok(error instanceof RowsError, String(error));
        assert.deepEqual(
          [error.problems[0]?.row, error.problems[0]?.field],
          [2, field],
          String(error),
        );
        assert.match(error.problems[0]?.reason ?? "", reason);
        return true;
      });
      assert.equal(await countRows(database, "macro_series"), 0);
    }
  }
  // as: an untyped row from outside
  const all = [good, ...cases.map(([, change]) => ({ ...good, ...change }))] as (typeof good)[];
  const result = await appendVintages(db, all, { releaseTime: at, badRows: "collect" });
  assert.deepEqual([result.inserted, result.refused], [1, cases.length]);
  await assert.rejects(appendVintages(db, [good]), /releaseTime: missing/);
});

writeTest("appendVintages keeps one line of releases under many writers", async (database) => {
  const { db } = database;
  const days = ["2024-01-01", "2024-02-01", "2024-03-01"];
  const vintage = (n: number) =>
    [1, 2, 3].flatMap((seriesId) =>
      days.map((observationDate) => ({ seriesId, observationDate, value: n }))
    );
  const at = (n: number) => new Date(Date.UTC(2024, 5, 1 + n)).toISOString();
  const writers = Array.from({ length: 24 }, (_, i) => {
    const n = i % 6;
    const rows = shuffled(vintage(n), i + 1);
    return appendVintages(db, rows, { releaseTime: at(n), ...i % 3 === 0 ? { batchRows: 4 } : {} });
  });
  const results = await Promise.all(writers);
  const inserted = results.reduce((sum, result) => sum + result.inserted, 0);
  assert.equal(inserted, 54);
  const stored = await db.select().from(macroSeries);
  assert.equal(
    new Set(stored.map((row) => `${row.seriesId} ${row.observationDate} ${row.revisionNumber}`))
      .size,
    54,
  );
  for (const n of [0, 1, 2, 3, 4, 5]) {
    const read = await asOf(db, { series: 2, at: at(n) });
    assert.deepEqual(read.map(({ value }) => value), [n, n, n]);
  }
});
