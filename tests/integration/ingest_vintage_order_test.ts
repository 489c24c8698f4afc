import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { appendVintages } from "../../src/ingest/mod.ts";
import { asOf } from "../../src/point_in_time/mod.ts";
import { flowData, macroSeries } from "../../src/schema/mod.ts";
import { communityTest, compress, shuffled, writeTest } from "./ingest_support.ts";
import type { MigratedTest } from "./schema_support.ts";

interface Release {
  readonly observationDate: string;
  readonly value: number | null;
  readonly releaseTime: Date;
}

/** The n-th day of March 2024. */
function day(n: number): Date {
  return new Date(Date.UTC(2024, 2, n));
}

/** Reads what was known on each of the first ten days, as "date value" lines. */
async function known({ db }: MigratedTest, series: number): Promise<string[][]> {
  const days = Array.from({ length: 10 }, (_, i) => day(i + 1));
  const reads = [];
  for (const at of days) reads.push(await asOf(db, { series, at }));
  return reads.map((read) => read.map((row) => `${row.observationDate} ${row.value}`));
}

/** Computes the same by the definition: the last release of each observation by then. */
function expected(releases: readonly Release[]): string[][] {
  const line = releases.toSorted((a, b) => a.releaseTime.getTime() - b.releaseTime.getTime());
  return Array.from({ length: 10 }, (_, i) => {
    const seen = line.filter(({ releaseTime }) => releaseTime <= day(i + 1));
    const last = new Map(seen.map(({ observationDate, value }) => [observationDate, value]));
    return [...last].sort(([a], [b]) => a < b ? -1 : 1).map(([date, value]) => `${date} ${value}`);
  });
}

const anyReleases = fc.uniqueArray(
  fc.record({
    observationDate: fc.constantFrom("2023-12-01", "2024-01-01", "2024-02-01"),
    value: fc.constantFrom(null, 0, 1),
    releaseTime: fc.integer({ min: 1, max: 9 }).map(day),
  }),
  { selector: (one) => `${one.observationDate} ${one.releaseTime.getTime()}`, maxLength: 24 },
);

async function clear({ db }: MigratedTest): Promise<void> {
  await db.delete(macroSeries);
  await db.execute(sql`delete from strata_ingest.vintage_coverage`);
}

/** Cuts a list into parts of one to five. */
function parts<Item>(items: readonly Item[], seed: number): Item[][] {
  const cut: Item[][] = [];
  for (let at = 0, size = 1; at < items.length; at += size) {
    size = 1 + (seed + 7 * at) % 5;
    cut.push(items.slice(at, at + size));
  }
  return cut;
}

writeTest("appendVintages gives the same answers for any order of loads", async (database) => {
  const { db } = database;
  await fc.assert(
    fc.asyncProperty(anyReleases, fc.nat({ max: 1_000 }), async (releases, seed) => {
      await clear(database);
      const rows = shuffled(releases, seed + 1).map((one) => ({ ...one, seriesId: 1 }));
      for (const part of parts(rows, seed)) {
        const { inserted, unchanged } = await appendVintages(db, part);
        assert.equal(inserted + unchanged, part.length);
      }
      assert.deepEqual(await known(database, 1), expected(releases));
      assert.equal((await appendVintages(db, shuffled(rows, 3))).inserted, 0);
      assert.deepEqual(await known(database, 1), expected(releases));
    }),
    { numRuns: 60 },
  );
});

writeTest("appendVintages of a whole history stores each change once", async (database) => {
  const { db } = database;
  await fc.assert(
    fc.asyncProperty(anyReleases, fc.nat({ max: 20 }), async (releases, batchRows) => {
      await clear(database);
      const rows = shuffled(releases, 5).map((one) => ({ ...one, seriesId: 1 }));
      const { inserted } = await appendVintages(db, rows, { batchRows: batchRows + 1 });
      const line = releases.toSorted((a, b) => a.releaseTime.getTime() - b.releaseTime.getTime());
      const last = new Map<string, number | null>();
      const changes = line.filter(({ observationDate, value }) => {
        const isChange = !last.has(observationDate) || last.get(observationDate) !== value;
        last.set(observationDate, value);
        return isChange;
      });
      assert.equal(inserted, changes.length);
      assert.equal(await db.$count(macroSeries), changes.length);
      assert.deepEqual(await known(database, 1), expected(releases));
    }),
    { numRuns: 40 },
  );
});

const returning: readonly Release[] = [1, 2, 3, 5].map((n) => ({
  observationDate: "2024-01-01",
  value: n === 2 ? 7 : 4,
  releaseTime: day(n),
}));

for (const isCompressed of [false, true]) {
  const declare = isCompressed ? communityTest : writeTest;
  const where = isCompressed ? "in compressed chunks" : "in the table";
  declare(
    `appendVintages brings back what a late vintage would hide ${where}`,
    async (database) => {
      const { db } = database;
      const rows = returning.map((one) => ({ ...one, seriesId: 1, source: "the office" }));
      const late = rows.filter(({ value }) => value === 7);
      const results = [];
      for (const part of [rows.filter(({ value }) => value === 4), late, late]) {
        results.push(await appendVintages(db, part));
        if (isCompressed) await compress(database, "macro_series");
      }
      assert.deepEqual(results.map((result) => [result.inserted, result.unchanged]), [
        [1, 2],
        [1, 0],
        [0, 1],
      ]);
      assert.deepEqual(await known(database, 1), expected(returning));
      const stored = await db.select().from(macroSeries).orderBy(macroSeries.releaseTime);
      assert.deepEqual(
        stored.map((row) => [row.releaseTime, row.value, row.source]),
        [[day(1), 4, "the office"], [day(2), 7, "the office"], [day(3), 4, "the office"]],
      );
      assert.equal(new Set(stored.map((row) => row.revisionNumber)).size, 3);
    },
  );
}

writeTest("appendVintages brings a flow back, and that kind of flow alone", async ({ db }) => {
  const flow = (flowType: "exports" | "imports", value: number, n: number) => ({
    seriesId: 1,
    observationDate: "2024-01-01",
    flowType,
    value,
    unit: "USD",
    releaseTime: day(n),
  });
  const table = flowData;
  await appendVintages(db, [flow("exports", 4, 1), flow("imports", 4, 1)], { table });
  await appendVintages(db, [flow("exports", 4, 3)], { table });
  await appendVintages(db, [flow("exports", 7, 2), flow("imports", 7, 2)], { table });
  const stored = await db.select().from(flowData)
    .orderBy(flowData.flowType, flowData.releaseTime);
  assert.deepEqual(
    stored.map((row) => [row.flowType, row.value, row.releaseTime, row.unit]),
    [
      ["exports", 4, day(1), "USD"],
      ["exports", 7, day(2), "USD"],
      ["exports", 4, day(3), "USD"],
      ["imports", 4, day(1), "USD"],
      ["imports", 7, day(2), "USD"],
    ],
  );
});
