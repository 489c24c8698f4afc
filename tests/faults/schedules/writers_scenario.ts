import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import type { Database } from "../../../src/database/mod.ts";
import { isRepeatableTransaction } from "../../../src/database/mod.ts";
import { insertRows, type LoadResult } from "../../../src/ingest/mod.ts";
import { marketData, type Schema } from "../../../src/schema/mod.ts";
import { bar } from "../../integration/ingest_support.ts";
import { type JournalEntry, violations } from "../journal.ts";
import { anyChoices } from "./any_choices.ts";
import type { Sessions } from "./gated_pool.ts";
import { type Gate, runSchedule } from "./schedule.ts";

/** Two to four writers of a few days of one instrument, some of which they share. */
export const anyWriters = fc.record({
  writers: fc.array(fc.uniqueArray(fc.nat({ max: 4 }), { minLength: 1, maxLength: 4 }), {
    minLength: 2,
    maxLength: 4,
  }),
  replaces: fc.boolean(),
  choices: anyChoices(60),
});

type Writers = typeof anyWriters extends fc.Arbitrary<infer Case> ? Case : never;

/** Runs writers; each row is there once, as one of them sent it, and a re-run inserts nothing. */
export async function holdWriters(
  { writers, replaces, choices }: Writers,
  { database, sessions, compresses = false }: {
    readonly database: Database<Schema>;
    readonly sessions: Sessions<Schema>;
    /** Whether a policy compresses meanwhile, again and again. */
    readonly compresses?: boolean;
  },
): Promise<number> {
  await database.db.execute(sql`truncate market_data`);
  const onConflict = replaces ? "replace" : "keep";
  const rowsOf = (writer: number) =>
    (writers[writer] ?? []).map((day) => bar(1, day, 100 + writer));
  const entry = ({ timestamp, close }: { timestamp: Date; close: number }): JournalEntry => ({
    key: timestamp.toISOString(),
    value: `${close}`,
  });
  const sent = new Map<string, Set<string>>();
  for (const { key, value } of writers.flatMap((_, i) => rowsOf(i).map(entry))) {
    sent.set(key, (sent.get(key) ?? new Set()).add(value));
  }
  const write = (writer: number) => async (gate: Gate) =>
    await insertRows(sessions.open(`writer ${writer}`, gate), marketData, rowsOf(writer), {
      onConflict,
    });
  const { results, trace } = await runSchedule<LoadResult | null>(
    {
      ...Object.fromEntries(writers.map((_, i) => [`writer ${i}`, write(i)])),
      ...(compresses
        ? { policy: async (gate: Gate) => await compress(sessions.open("policy", gate)) }
        : {}),
    },
    { choices, blocked: (names) => sessions.blocked(names) },
  );
  const story = trace.join("\n");
  const counts = results.flatMap((result) => {
    if (result.status === "rejected") assert.fail(`${result.reason}\n${story}`);
    return result.value === null ? [] : [result.value];
  });
  const stored = (await database.db.select().from(marketData)).map(entry);
  const acknowledged = writers.flatMap((_, i) => rowsOf(i).map(entry));
  assert.deepEqual(violations({ sent, acknowledged, stored }), [], story);
  assert.equal(counts.reduce((sum, { inserted }) => sum + inserted, 0), sent.size, story);
  counts.forEach(({ inserted, unchanged, conflicting }, i) =>
    assert.equal(inserted + unchanged + conflicting, writers[i]?.length, story)
  );
  for (const [i] of writers.entries()) {
    const { inserted } = await insertRows(database, marketData, rowsOf(i), { onConflict: "keep" });
    assert.equal(inserted, 0, story);
  }
  return trace.length;
}

/** Compresses as a policy does, which gives way where a deadlock ends it. */
async function compress({ db }: Database<Schema>): Promise<null> {
  for (let round = 0; round < 3; round++) {
    try {
      await db.execute(
        sql`select compress_chunk(chunk, if_not_compressed => true) from (
          select format('%I.%I', chunk_schema, chunk_name)::regclass as chunk
          from timescaledb_information.chunks where hypertable_name = 'market_data'
          order by range_start
        ) chunks`,
      );
    } catch (error) {
      if (!isRepeatableTransaction(error)) throw error;
    }
  }
  return null;
}
