import assert from "node:assert/strict";
import type { Queryable } from "../../../src/base/sql/mod.ts";
import type { Database } from "../../../src/database/mod.ts";
import { appendVintages, insertRows } from "../../../src/ingest/mod.ts";
import { marketData } from "../../../src/schema/mod.ts";
import { communityTest, compress, shuffled } from "../../integration/ingest_support.ts";
import type { MigratedTest } from "../../integration/schema_support.ts";
import { openClient } from "../../support/mod.ts";
import { effort, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { Journal, type JournalEntry, judgeJournal } from "../journal.ts";
import { faultyPool, writerTest } from "./journaled.ts";
import {
  barEntry,
  numberedBar,
  numberedVintage,
  storedBars,
  storedVintages,
  vintageEntry,
} from "./kinds.ts";

const seed = seedOfRun();

/** A table whose rows have numbers, and how a list of them in any order is written. */
interface Numbered {
  readonly table: string;
  readonly write: (
    database: Database | MigratedTest["db"],
    numbers: readonly number[],
  ) => Promise<{ readonly inserted: number; readonly unchanged: number }>;
  readonly entry: (n: number) => JournalEntry;
  readonly stored: (client: Queryable) => Promise<JournalEntry[]>;
}

const tables: readonly Numbered[] = [
  {
    table: "market_data",
    write: (database, numbers) => insertRows(database, marketData, numbers.map(numberedBar)),
    entry: (n) => barEntry(numberedBar(n)),
    stored: storedBars,
  },
  {
    table: "macro_series",
    write: (database, numbers) => appendVintages(database, numbers.map(numberedVintage)),
    entry: (n) => vintageEntry(numberedVintage(n)),
    stored: storedVintages,
  },
];

function upTo(count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, i) => from + i);
}

/** Holds a table against the numbers that were written. */
async function judge(t: MigratedTest, table: Numbered, count: number): Promise<void> {
  await using journal = await Journal.create();
  const entries = upTo(count).map(table.entry);
  journal.sent(entries);
  journal.acknowledged(entries);
  await judgeJournal(journal, {
    stored: () => table.stored(t.client),
    again: async () => (await table.write(t.db, shuffled(upTo(count), seed))).inserted,
  });
}

/** A part of a table that is stored, and then batches of it with what is new first to last. */
async function mixed(t: MigratedTest, after: (table: Numbered) => Promise<void>): Promise<void> {
  for (const table of tables) {
    const [known, count] = [400, 440];
    await table.write(t.db, upTo(known));
    await after(table);
    const batches = [[0, 400, 401], [402, 1, 403], [404, 405, 2], [406, 406, 3, 3, 407]];
    for (const batch of batches) {
      const { inserted, unchanged } = await table.write(t.db, batch);
      assert.deepEqual([inserted, unchanged], [2, batch.length - 2], `${table.table} ${batch}`);
    }
    for (let run = 0; run < 3; run++) {
      const { inserted } = await table.write(t.db, shuffled(upTo(count), seed + run));
      assert.equal(inserted, run === 0 ? count - known - 8 : 0, `${table.table}, run ${run}`);
      await after(table);
    }
    await judge(t, table, count);
    await recordFigures("duplicates", { cases: batches.length + 3, writes: count, lost: 0 });
  }
}

writerTest(
  "duplicates first, in the middle and last, and three shuffled runs, add nothing",
  (t) => mixed(t, () => Promise.resolve()),
);

communityTest(
  "duplicates and shuffled runs add nothing to chunks that are compressed in between",
  (t) => mixed(t, ({ table }) => compress(t, table)),
);

/** Eight writers at once, each with all rows in an order of its own, in parts. */
async function eightWriters(t: MigratedTest, table: Numbered, count: number): Promise<void> {
  await using database = faultyPool(t.url, { statementTimeoutMs: 60_000 });
  const inserted = await Promise.all(Array.from({ length: 8 }, async (_, writer) => {
    const numbers = shuffled(upTo(count), seed + writer);
    let inserted = 0;
    for (let at = 0; at < count; at += 150) {
      inserted += (await table.write(database, numbers.slice(at, at + 150))).inserted;
    }
    return inserted;
  }));
  const sum = inserted.reduce((sum, one) => sum + one, 0);
  assert.equal(sum, count, `${table.table}: each row is inserted by one writer (seed ${seed})`);
  await judge(t, table, count);
  await recordFigures("eight-writers", { cases: 1, writes: 8 * count, lost: 0 });
}

/** What every instant knew of every series, in the order of its days. */
async function knownAtEveryRelease(client: Queryable): Promise<unknown[]> {
  const { rows } = await client.query(
    `select at, known.series_id, known.observation_date::text, known.value
    from (select distinct release_time as at from macro_series) releases, lateral (
      select distinct on (series_id, observation_date) series_id, observation_date, value
      from macro_series where release_time <= at
      order by series_id, observation_date, release_time desc, revision_number desc
    ) known order by 1, 2, 3`,
  );
  return rows;
}

writerTest("eight writers of the same keys, and of vintages in any order, equal one", async (t) => {
  const count = effort({ short: 600, long: 6_000 });
  const [bars, vintages] = tables;
  assert.ok(bars !== undefined && vintages !== undefined);
  await eightWriters(t, bars, count);
  await eightWriters(t, vintages, count);
  const many = await knownAtEveryRelease(t.client);
  await t.client.query("truncate macro_series");
  await t.client.query("delete from strata_ingest.vintage_coverage");
  await vintages.write(t.db, upTo(count));
  assert.deepEqual(many, await knownAtEveryRelease(t.client), `seed ${seed}`);
});

communityTest("eight writers lose nothing while the compression policy runs", async (t) => {
  const jobs = await openClient(t.url);
  let isWriting = true;
  let runs = 0;
  const running = (async () => {
    const { rows } = await jobs.query<{ job_id: number }>(
      `select job_id from timescaledb_information.jobs where proc_name like 'policy_%compression%'
        or proc_name like 'policy_%columnstore%'`,
    );
    assert.ok(rows.length > 0, "there is a policy");
    while (isWriting) {
      for (const { job_id: id } of rows) {
        // A deadlock with a writer may end the job, as it may in service: the next run goes on.
        await jobs.query(`call run_job(${Number(id)})`).then(() => runs++, () => {});
      }
    }
  })();
  try {
    for (const table of tables) await eightWriters(t, table, effort({ short: 300, long: 6_000 }));
  } finally {
    isWriting = false;
    await running;
    await jobs.end();
  }
  assert.ok(runs > 0, "the policy ran");
  await recordFigures("policy-runs", { faults: runs, writes: 0, lost: 0 });
});
