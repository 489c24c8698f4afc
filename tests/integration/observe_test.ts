import assert from "node:assert/strict";
import type pg from "pg";
import { createObserver, observe } from "../../src/operate/observe/mod.ts";
import { detectServer } from "../../src/timescale/mod.ts";
import { serverTest } from "../support/mod.ts";

/** A reading a minute of two sensors over four days; midnight UTC on 2026-01-01 begins them. */
const readings = `
  create table readings (sensor int not null, time timestamptz not null, value float8,
    primary key (sensor, time));
  select create_hypertable('readings', by_range('time', interval '1 day'),
    create_default_indexes => false);
  insert into readings
  select sensor, time, 1 from generate_series(1, 2) sensor,
    generate_series(timestamptz '2026-01-01 00:00Z', '2026-01-04 23:59Z', '1 minute') time;
  analyze readings`;

async function run(client: pg.Client, ...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await client.query(statement);
}

const nthChunk = (n: number) =>
  `(select c from show_chunks('readings') c order by c::text offset ${n} limit 1)`;

serverTest("community", "observe tells chunks, jobs and aggregates", async (t, { client }) => {
  await run(
    client,
    readings,
    `alter table readings set (timescaledb.compress, timescaledb.compress_segmentby = 'sensor',
      timescaledb.compress_orderby = 'time')`,
    `select compress_chunk(${nthChunk(0)})`,
    `alter table readings set (timescaledb.compress, timescaledb.compress_segmentby = 'sensor',
      timescaledb.compress_orderby = 'time desc')`,
    `select compress_chunk(${nthChunk(1)})`,
    `select compress_chunk(${nthChunk(2)})`,
    "insert into readings values (1, '2026-01-03 00:00:30Z', 2)",
    "select add_retention_policy('readings', interval '100 years')",
    `create materialized view hourly with (timescaledb.continuous) as
      select sensor, time_bucket('1 hour', time) as hour, avg(value) as value
      from readings group by 1, 2 with no data`,
    `create materialized view daily with (timescaledb.continuous) as
      select sensor, time_bucket('1 day', hour) as day, avg(value) as value
      from hourly group by 1, 2 with no data`,
    `select add_continuous_aggregate_policy('hourly', interval '100 years', interval '1 hour',
      interval '1 hour')`,
    "call refresh_continuous_aggregate('hourly', null, '2026-01-02 06:00Z')",
  );
  const seen = await observe(client, await detectServer(client));

  await t.step("the chunks of a hypertable, oldest first", () => {
    const table = seen.hypertables.find(({ relation }) => relation.name === "readings");
    assert.ok(table);
    assert.deepEqual(
      [table.timeColumn, table.chunkInterval, table.isAggregate],
      ["time", "1 day", false],
    );
    assert.equal(table.columnstore?.segmentBy, "sensor");
    assert.deepEqual(
      table.chunks.map(({ from, to, state, hasOldSettings, rows }) => ({
        from: new Date(from).toISOString().slice(0, 10),
        hours: (to - from) / 3_600_000,
        state,
        hasOldSettings,
        // The row that came late counts once autovacuum has analyzed its chunk.
        rows: state === "partial" && rows === 2881 ? 2880 : rows,
      })),
      [
        { from: "2026-01-01", hours: 24, state: "compressed", hasOldSettings: true, rows: 2880 },
        { from: "2026-01-02", hours: 24, state: "compressed", hasOldSettings: false, rows: 2880 },
        { from: "2026-01-03", hours: 24, state: "partial", hasOldSettings: false, rows: 2880 },
        { from: "2026-01-04", hours: 24, state: "uncompressed", hasOldSettings: false, rows: 2880 },
      ],
    );
    const [compressed, , , plain] = table.chunks;
    assert.ok(compressed?.compression && plain);
    assert.equal(plain.compression, null);
    // Two sensors of 1,440 rows: two batches of at most 1,000 rows each.
    assert.deepEqual([compressed.compression.rows, compressed.compression.batches], [2880, 4]);
    assert.ok(compressed.compression.bytesAfter < compressed.compression.bytesBefore);
    assert.ok(compressed.bytes >= compressed.compression.bytesAfter);
    assert.ok(plain.bytes >= compressed.compression.bytesBefore / 2);
  });

  await t.step("the hypertable behind an aggregate under the aggregate's name", () => {
    const hourly = seen.hypertables.find(({ relation }) => relation.name === "hourly");
    assert.deepEqual([hourly?.isAggregate, hourly?.columnstore], [true, null]);
  });

  await t.step("jobs with what they work on", async () => {
    assert.deepEqual(
      seen.jobs.map(({ name, kind, scheduled, failure }) => ({ name, kind, scheduled, failure })),
      [
        { name: "retention policy of readings", kind: "retention", scheduled: true, failure: null },
        { name: "refresh policy of hourly", kind: "refresh", scheduled: true, failure: null },
      ],
    );
    const [retention, refresh] = seen.jobs;
    assert.ok(retention && refresh);
    assert.deepEqual(retention.relation, { schema: "public", name: "readings" });
    assert.deepEqual(refresh.relation, { schema: "public", name: "hourly" });
    assert.equal(refresh.everyMs, 3_600_000);
    await client.query("select alter_job($1, scheduled => false)", [retention.id]);
    const [paused] = (await observe(client, await detectServer(client))).jobs;
    assert.deepEqual([paused?.scheduled, paused?.nextStart], [false, null]);
  });

  await t.step("aggregates, their sources and how far they are materialized", () => {
    assert.deepEqual(
      seen.aggregates.map(({ relation, source, watermark }) => ({
        name: relation.name,
        source: source.name,
        watermark: watermark === null ? null : new Date(watermark).toISOString(),
      })),
      [
        { name: "daily", source: "hourly", watermark: null },
        { name: "hourly", source: "readings", watermark: "2026-01-02T06:00:00.000Z" },
      ],
    );
  });
}, { timescaledb: true });

serverTest("timescaledb", "observe tells chunks of a hypertable by number", async (_t, db) => {
  const { client } = db;
  await run(
    client,
    "create table ticks (id bigint primary key)",
    "select create_hypertable('ticks', by_range('id', 100), create_default_indexes => false)",
    "insert into ticks select generate_series(0, 250)",
  );
  const { hypertables, at } = await observe(client, await detectServer(client));
  assert.ok(Math.abs(at.getTime() - Date.now()) < 60_000);
  assert.deepEqual(
    hypertables.map(({ relation, chunkInterval, columnstore, chunks }) => [
      relation.name,
      chunkInterval,
      columnstore,
      chunks.map(({ from, to, rows }) => [from, to, rows]),
    ]),
    [["ticks", "100", null, [[0, 100, null], [100, 200, null], [200, 300, null]]]],
  );
}, { timescaledb: true });

serverTest(
  "timescaledb",
  "an observer keeps the sizes of chunks until there is a new one",
  async (_t, db) => {
    const { client } = db;
    await run(
      client,
      "create table ticks (id bigint primary key)",
      "select create_hypertable('ticks', by_range('id', 100000), create_default_indexes => false)",
      "insert into ticks values (1)",
    );
    const server = await detectServer(client);
    const read = createObserver({ sizesMs: 600_000 });
    const bytes = async (): Promise<readonly number[]> =>
      (await read(client, server)).hypertables.flatMap(({ chunks }) =>
        chunks.map(({ bytes }) => bytes)
      );
    const [first = NaN] = await bytes();
    assert.ok(first > 0);
    await client.query("insert into ticks select generate_series(2, 20000)");
    assert.deepEqual(await bytes(), [first]);
    await client.query("insert into ticks values (100001)");
    const [grown = NaN, added = NaN] = await bytes();
    assert.ok(grown > first && added > 0, `${first}, then ${grown} and ${added}`);
  },
  { timescaledb: true },
);
