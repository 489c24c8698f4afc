import assert from "node:assert/strict";
import { readContents } from "../../src/operate/backup/contents/mod.ts";
import { takeSnapshot } from "../../src/operate/backup/make/snapshot.ts";
import { backupTest, fillDatabase } from "./backup_support.ts";

await backupTest(
  "community",
  "rows that a job compresses while a backup reads are counted as the snapshot sees them",
  async ({ client, url }) => {
    await fillDatabase(client);
    const read = async () => {
      await using snapshot = await takeSnapshot(url);
      return await readContents(snapshot.client, snapshot);
    };
    const before = await read();
    const { rows: [count] } = await client.query("select count(*)::int as n from ohlcv");
    assert.equal(before.tables["ohlcv"]?.rows, count.n);
    await using snapshot = await takeSnapshot(url);
    const { rows: [partial] } = await client.query<{ chunk: string }>(
      `select format('%I.%I', chunk_schema, chunk_name) as chunk
      from timescaledb_information.chunks where hypertable_name = 'ohlcv' and is_compressed
      order by range_start desc limit 1`,
    );
    const late = "select count(*)::int as n from public.ohlcv where symbol = 'LATE-USD'";
    assert.equal((await snapshot.client.query(late)).rows[0].n, 1);
    await client.query("select compress_chunk($1::regclass)", [partial?.chunk]);
    // What TimescaleDB itself reads in the snapshot now: the row is in neither part of its plan.
    assert.equal((await snapshot.client.query(late)).rows[0].n, 0);
    const during = await readContents(snapshot.client, snapshot);
    assert.deepEqual(during.tables, before.tables);
    assert.deepEqual((await read()).tables, before.tables);
  },
);
