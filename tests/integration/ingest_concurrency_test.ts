import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { insertRows } from "../../src/ingest/mod.ts";
import { marketData } from "../../src/schema/mod.ts";
import { recordFigures } from "../faults/figures.ts";
import { openClient } from "../support/mod.ts";
import {
  bars,
  communityTest,
  compress,
  countRows,
  shuffled,
  stream,
  writeTest,
} from "./ingest_support.ts";
import type { MigratedTest } from "./schema_support.ts";

const ways = [{}, { batchRows: 300 }, { batchRows: 300, commitEach: true }];

async function writeAtOnce(database: MigratedTest, writers: number): Promise<void> {
  const rows = bars(10, 200);
  const results = await Promise.all(
    Array.from(
      { length: writers },
      (_, i) =>
        insertRows(database.db, marketData, stream(shuffled(rows, i)), ways[i % ways.length]),
    ),
  );
  const inserted = results.reduce((sum, result) => sum + result.inserted, 0);
  const unchanged = results.reduce((sum, result) => sum + result.unchanged, 0);
  assert.deepEqual([inserted, unchanged], [rows.length, rows.length * (writers - 1)]);
  assert.equal(await countRows(database, "market_data"), rows.length);
  await recordFigures("eight-writers", { cases: 1, writes: rows.length * writers, lost: 0 });
}

writeTest("insertRows stores rows once for several writers of the same keys", async (database) => {
  await writeAtOnce(database, 6);
});

writeTest("insertRows counts what another writer stores in between", async (database) => {
  const { db, url } = database;
  const rows = bars(3, 10);
  const other = await openClient(url);
  try {
    await other.query("begin");
    await other.query(
      `insert into market_data (instrument_id, frequency, timestamp, close)
        values (1, 'daily', '2020-01-03', 7), (2, 'daily', '2020-01-04', 7)`,
    );
    const waiting = insertRows(db, marketData, rows);
    await sleep(300);
    await other.query("commit");
    const result = await waiting;
    assert.deepEqual([result.inserted, result.unchanged, result.conflicting], [28, 0, 2]);
  } finally {
    await other.end();
  }
});

communityTest(
  "insertRows stores rows once for several writers into compressed chunks",
  async (database) => {
    await insertRows(database.db, marketData, bars(10, 200).filter((_, i) => i % 3 === 0));
    await compress(database, "market_data");
    const rows = bars(10, 200);
    const results = await Promise.all(
      [1, 2, 3, 4].map((seed) =>
        insertRows(database.db, marketData, shuffled(rows, seed), ways[seed % ways.length])
      ),
    );
    const inserted = results.reduce((sum, result) => sum + result.inserted, 0);
    assert.equal(inserted, rows.filter((_, i) => i % 3 !== 0).length);
    assert.equal(await countRows(database, "market_data"), rows.length);
  },
);

communityTest(
  "insertRows loses nothing while chunks are compressed and decompressed",
  async (database) => {
    const { db, url } = database;
    const rows = bars(10, 400);
    const parts = Array.from({ length: 10 }, (_, i) => rows.filter((_, k) => k % 10 <= i));
    const compressor = await openClient(url);
    let isWriting = true;
    let compressed = 0;
    let turn = 0;
    const compressing = (async () => {
      while (isWriting) {
        const { rows: chunks } = await compressor.query(
          `select format('%I.%I', chunk_schema, chunk_name) as chunk, is_compressed
          from timescaledb_information.chunks where hypertable_name = 'market_data'
          order by md5(chunk_name || $1::text) limit 1`,
          [turn++],
        );
        for (const { chunk, is_compressed: isCompressed } of chunks) {
          const work = isCompressed && turn % 3 === 0
            ? `decompress_chunk('${chunk}')`
            : `compress_chunk('${chunk}', if_not_compressed => true)`;
          // The job must cope with a deadlock with a writer, or with a chunk that was merged away
          // meanwhile.
          await compressor.query(`select ${work}`).then(() => compressed++, () => {});
        }
        await sleep(5);
      }
    })();
    try {
      for (const [i, part] of parts.entries()) {
        await Promise.all([
          insertRows(db, marketData, shuffled(part, i), { batchRows: 500 }),
          insertRows(db, marketData, shuffled(part, i + 50), { batchRows: 700, commitEach: true }),
        ]);
        assert.equal(await countRows(database, "market_data"), part.length);
      }
    } finally {
      isWriting = false;
      await compressing;
      await compressor.end();
    }
    assert.ok(compressed > 0);
    await compress(database, "market_data");
    assert.equal((await insertRows(db, marketData, rows)).unchanged, rows.length);
    await recordFigures("policy-runs", { faults: compressed, writes: rows.length, lost: 0 });
  },
);
