import assert from "node:assert/strict";
import {
  createMigrator,
  defineMigration,
  type MigrationSession,
  openPostgresSession,
} from "../../src/migrate/mod.ts";
import { type EngineTest, engineTest } from "./_engine.ts";

const migrations = [
  defineMigration("0001_create_readings", {
    up(m) {
      m.sql(`create table readings (sensor integer not null, time timestamptz not null, value real,
        constraint pk_readings primary key (sensor, time))`);
      m.createHypertable("readings", { by: "time", chunkInterval: "7 days" });
      m.setCompression("readings", {
        segmentBy: ["sensor"],
        orderBy: ["time desc"],
        rollup: "28 days",
      });
      m.addCompressionPolicy("readings", { after: "10 years" });
    },
  }),
  defineMigration("0002_compress_readings", {
    transaction: false,
    up: (m) => m.compressChunks("readings", { olderThan: "30 days" }),
  }),
];

/** Creates twelve old chunks with rows of two sensors, and one from today. */
async function fill(t: EngineTest, rowsADay = 24): Promise<void> {
  await createMigrator({ open: open(t), migrations }).up({ to: 1 });
  await t.sql(`insert into readings select sensor, time, 1
    from generate_series(1, 2) sensor,
      generate_series('2024-01-04'::timestamptz, '2024-03-27', interval '1 day' / ${rowsADay}) time`);
  await t.sql("insert into readings values (1, now(), 1)");
}

function open(t: EngineTest) {
  return () => openPostgresSession(t.url, { applicationName: "strata migrate" });
}

async function chunks(t: EngineTest): Promise<{ old: number; compressed: number; total: number }> {
  return await t.one(`select count(*)::int as total,
      count(*) filter (where is_compressed)::int as compressed,
      count(*) filter (where range_end < now() - interval '30 days')::int as old
    from timescaledb_information.chunks where hypertable_name = 'readings'`);
}

/** Opens a session that holds a lock on the n-th oldest chunk until it rolls back. */
async function readChunk(t: EngineTest, place: number): Promise<MigrationSession> {
  const session = await openPostgresSession(t.url, { applicationName: "the reader" });
  const { chunk } = await t.one(`select format('%I.%I', chunk_schema, chunk_name) as chunk
    from timescaledb_information.chunks where hypertable_name = 'readings'
    order by range_start offset ${place} limit 1`);
  await session.query("begin");
  await session.query(`lock table ${chunk} in access share mode`);
  return session;
}

engineTest("compressChunks compresses and merges old chunks, but not the new one", async (t) => {
  await fill(t);
  const before = await chunks(t);
  assert.deepEqual(before, { total: 13, old: 12, compressed: 0 });
  const rows = await t.one("select count(*)::int as n from readings");
  await createMigrator({ open: open(t), migrations }).up();
  // Four chunks of a week became one of 28 days.
  assert.deepEqual(await chunks(t), { total: 4, old: 3, compressed: 3 });
  assert.deepEqual(await t.one("select count(*)::int as n from readings"), rows);
}, { edition: "community" });

engineTest("compressChunks has nothing to do for a table without old chunks", async (t) => {
  await createMigrator({ open: open(t), migrations }).up();
  assert.deepEqual(await chunks(t), { total: 0, old: 0, compressed: 0 });
}, { edition: "community" });

engineTest("compressChunks continues after a run whose connection died", async (t) => {
  await fill(t);
  await using reader = await readChunk(t, 6);
  const events: string[] = [];
  const run = createMigrator({
    open: open(t),
    migrations,
    onEvent: (event) => events.push(event.kind === "resume" ? event.text : event.kind),
  }).up();
  // Chunk 7 waits for the reader; the six before it are already compressed and committed.
  while ((await chunks(t)).compressed < 2) await new Promise((done) => setTimeout(done, 50));
  const { ended } = await t.one(`select count(pg_terminate_backend(pid))::int as ended
    from pg_stat_activity where application_name like 'strata: %' and datname = current_database()`);
  assert.equal(ended, 1);
  await reader.query("rollback");
  await run;
  assert.ok(events.includes("reconnect"), events.join());
  assert.ok(events.includes("continues at statement 1 of 1"), events.join());
  assert.deepEqual(await chunks(t), { total: 4, old: 3, compressed: 3 });
}, { edition: "community" });

engineTest(
  "compressChunks reports how many chunks are compressed, and who blocks it",
  async (t) => {
    await fill(t);
    await using reader = await readChunk(t, 2);
    const texts: string[] = [];
    const told = Promise.withResolvers<void>();
    const run = createMigrator({
      open: open(t),
      migrations,
      onEvent: (event) => {
        if (event.kind !== "progress") return;
        texts.push(event.text);
        if (/chunks compressed, waiting/.test(event.text)) told.resolve();
      },
    }).up();
    await Promise.race([told.promise, run]);
    await reader.query("rollback");
    await run;
    const pattern = /^2 of 12 chunks compressed, waiting for a lock held by pid \d+, \d+ s$/;
    assert.ok(texts.some((text) => pattern.test(text)), texts.join("\n"));
    assert.equal((await chunks(t)).compressed, 3);
  },
  { edition: "community" },
);

engineTest(
  "compressChunks gives up on a chunk that stays locked, and the next run finishes",
  async (t) => {
    await fill(t);
    await using reader = await readChunk(t, 5);
    await assert.rejects(
      createMigrator({ open: open(t), migrations }).up(),
      /0002_compress_readings.*lock timeout/,
    );
    // Five chunks are compressed, four of them merged into one.
    assert.deepEqual(await chunks(t), { total: 10, old: 9, compressed: 2 });
    await reader.query("rollback");
    await createMigrator({ open: open(t), migrations }).up();
    assert.deepEqual(await chunks(t), { total: 4, old: 3, compressed: 3 });
  },
  { edition: "community" },
);

engineTest("compressChunks is deferred, and later applied in one transaction", async (t) => {
  const deferring = createMigrator({ open: t.openAs("apache"), migrations });
  await deferring.up();
  await t.sql(`insert into readings select 1, time, 1
    from generate_series('2024-01-04'::timestamptz, '2024-03-27', interval '1 day') time`);
  await createMigrator({ open: open(t), migrations }).up();
  assert.deepEqual(await chunks(t), { total: 3, old: 3, compressed: 3 });
}, { edition: "community" });
