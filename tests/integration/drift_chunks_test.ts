import assert from "node:assert/strict";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { converge } from "../../src/migrate/catalog/converge.ts";
import { serverTest, type ThrowawayDatabase } from "../support/mod.ts";
import { weather, weatherMigrations } from "./drift_fixture.ts";
import { assertFound, migrated, sharedReference } from "./drift_support.ts";

/** Creates three chunks of readings, and returns a function that checks their drift. */
async function withChunks(db: ThrowawayDatabase, openReference: () => ReturnType<Open>) {
  const open = await migrated(db.url, weatherMigrations);
  await db.client.query("insert into sites (code) values ('A')");
  await db.client.query(
    `insert into readings (site_id, time, channel, value)
     select 1, now() - n * interval '1 day', 1, 20 from generate_series(10, 12) n`,
  );
  return { open, migrations: weatherMigrations, definitions: weather, openReference };
}

type Open = Awaited<ReturnType<typeof sharedReference>>["open"];

const compress = (segmentBy: string, orderBy: string): string =>
  `alter table readings set (timescaledb.compress, timescaledb.compress_segmentby = '${segmentBy}',
    timescaledb.compress_orderby = '${orderBy}')`;

serverTest(
  "community",
  "checkDrift finds chunks compressed with other settings until its remedy is applied",
  async (_t, db) => {
    await using reference = await sharedReference();
    const options = await withChunks(db, reference.open);
    await db.client.query("select _timescaledb_functions.stop_background_workers()");
    await db.client.query("select decompress_chunk(c, true) from show_chunks('readings') c");
    await db.client.query(
      "alter table readings set (timescaledb.compress_chunk_time_interval = '0')",
    );
    await db.client.query(compress("channel", "time, site_id"));
    await db.client.query("select compress_chunk(c) from show_chunks('readings') c limit 2");
    await converge(options);
    const { differences } = await checkDrift(options);
    assertFound(differences, [[
      "readings",
      "compressed chunks",
      "segmented by (site_id), ordered by (time desc, channel)",
      /^segmented by \(channel\), ordered by \(time, site_id\) in 2 chunks, _hyper_\d+_\d+_chunk among them$/,
    ]]);
    const { refused } = await converge(options);
    const [, remedy = ""] = /run (select .*)$/.exec(refused[0]?.reason ?? "") ?? [];
    await db.client.query(remedy);
    assertFound((await checkDrift(options)).differences, []);
    const { rows } = await db.client.query(
      "select from timescaledb_information.chunks where is_compressed",
    );
    assert.equal(rows.length, 2);
  },
);

for (const kind of ["timescaledb", "community"] as const) {
  serverTest(
    kind,
    `checkDrift finds an index that is missing or invalid on a chunk, ${kind}`,
    async (_t, db) => {
      await using reference = await sharedReference();
      const options = await withChunks(db, reference.open);
      assertFound((await checkDrift(options)).differences, []);
      const { rows } = await db.client.query<{ oid: number; name: string }>(
        `select x.indexrelid::int as oid, x.indexrelid::regclass::text as name
         from pg_index x join pg_class c on c.oid = x.indexrelid
         where x.indrelid::text in (select show_chunks('readings')::oid::text)
           and c.relname like '%ix_readings_channel'
         order by 1`,
      );
      assert.equal(rows.length, 3);
      await db.client.query(`drop index ${rows[0]?.name}`);
      await db.client.query("update pg_index set indisvalid = false where indexrelid = any($1)", [
        rows.slice(1).map(({ oid }) => oid),
      ]);
      assertFound((await checkDrift(options)).differences, [
        [
          "readings.ix_readings_channel",
          "chunk index",
          "on every chunk",
          /^missing on the chunk _hyper_\d+_\d+_chunk$/,
        ],
        [
          "readings.ix_readings_channel",
          "chunk index",
          "on every chunk",
          /^invalid on 2 chunks, _hyper_\d+_\d+_chunk among them$/,
        ],
      ]);
      const { refused, actions } = await converge(options);
      assert.deepEqual(actions, []);
      assert.match(refused[0]?.reason ?? "", /reindex index concurrently/);
      for (const { name } of rows.slice(1)) await db.client.query(`reindex index ${name}`);
      assert.equal((await checkDrift(options)).differences.length, 1);
    },
  );
}
