import assert from "node:assert/strict";
import { count } from "drizzle-orm";
import { bigint, doublePrecision, integer, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { converge } from "../../src/migrate/catalog/converge.ts";
import type { Definitions } from "../../src/migrate/catalog/definitions.ts";
import { createMigrator, defineMigration, openPostgresSession } from "../../src/migrate/mod.ts";
import { continuousAggregate, hypertable } from "../../src/timescale/mod.ts";
import { serverTest } from "../support/mod.ts";
import { sharedReference } from "./drift_support.ts";
import { workshop } from "./generate_support.ts";

const blocks = pgTable("blocks", {
  chain: integer().notNull(),
  height: bigint({ mode: "bigint" }).notNull(),
  fee: doublePrecision(),
}, (t) => [primaryKey({ name: "pk_blocks", columns: [t.chain, t.height] })]);

const blocksHypertable = hypertable(blocks, {
  by: "height",
  chunkInterval: 1000,
  integerNow: "newest_block",
  compression: { segmentBy: ["chain"], orderBy: ["height desc"], after: 2000 },
  retention: { after: 10_000n },
});
const fees = continuousAggregate("fees", {
  from: blocksHypertable,
  bucket: { width: 500 },
  groupBy: ["chain"],
  select: { n: count() },
  refresh: { startOffset: 8000, endOffset: 500, every: "1 hour" },
});
const definitions: Definitions = {
  tables: [blocks],
  hypertables: [blocksHypertable],
  continuousAggregates: [fees],
};

const create = `
  create table blocks (
    chain integer not null,
    height bigint not null,
    fee double precision,
    constraint pk_blocks primary key (chain, height)
  );
  create function newest_block() returns bigint language sql stable as 'select 20000::bigint'`;

const byHand = defineMigration("0001_create_blocks", {
  up(m) {
    m.sql(create);
    m.createHypertable("blocks", { by: "height", chunkInterval: 1000 });
    m.setIntegerNow("blocks", "newest_block");
    m.setCompression("blocks", { segmentBy: ["chain"], orderBy: ["height desc"] });
    m.addCompressionPolicy("blocks", { after: 2000 });
    m.addRetentionPolicy("blocks", { after: 10_000 });
    m.createContinuousAggregate("fees", {
      query: fees.query,
      plainQuery: fees.plainQuery,
    });
    m.addRefreshPolicy("fees", { startOffset: 8000, endOffset: 500, every: "1 hour" });
  },
  down(m) {
    m.dropContinuousAggregate("fees");
    m.sql("drop table blocks; drop function newest_block()");
  },
});

for (const kind of ["timescaledb", "community"] as const) {
  serverTest(
    kind,
    `an integer time column is migrated, compared and mended, ${kind}`,
    async (t, db) => {
      await using reference = await sharedReference();
      await using made = await workshop(reference);
      const open = () => openPostgresSession(db.url);
      const drift = async (migrations = [byHand]) =>
        (await checkDrift({ open, migrations, definitions, openReference: reference.open }))
          .differences;

      await t.step("steps by hand are what the definitions say", async () => {
        await createMigrator({ open, migrations: [byHand] }).up();
        assert.deepEqual(await drift(), []);
      });
      await t.step("policies act in units of the column", async () => {
        if (kind === "timescaledb") return;
        await db.client.query(
          "insert into blocks select 1, height from generate_series(1, 19999, 100) height",
        );
        const { rows } = await db.client.query<{ id: number; procedure: string }>(
          `select job_id as id, proc_name as procedure from timescaledb_information.jobs
         where hypertable_name = 'blocks' order by proc_name desc`,
        );
        for (const { id } of rows) await db.client.query(`call run_job(${id})`);
        const chunks = await db.client.query(
          `select min(range_start_integer)::int as oldest,
           (max(range_end_integer) filter (where is_compressed))::int as packed
         from timescaledb_information.chunks where hypertable_name = 'blocks'`,
        );
        assert.deepEqual(chunks.rows, [{ oldest: 10_000, packed: 18_000 }]);
      });
      await t.step("what is changed by hand is found, and mended", async () => {
        await db.client.query("select set_chunk_time_interval('blocks', 500)");
        await db.client.query(
          "create function other_now() returns bigint language sql stable as 'select 1::bigint'",
        );
        await db.client.query(
          "select set_integer_now_func('blocks', 'other_now', replace_if_exists => true)",
        );
        if (kind === "community") {
          await db.client.query("select remove_retention_policy('blocks')");
          await db.client.query("select add_retention_policy('blocks', 5000)");
        }
        const found = (await drift()).map(({ property, expected, actual }) => [
          property,
          expected,
          actual,
        ]);
        assert.deepEqual(found.filter(([property]) => property !== "function"), [
          ["chunk interval", "1000", "500"],
          ["integer now", "newest_block", "other_now"],
          ...(kind === "community" ? [["retention policy", "after 10000", "after 5000"]] : []),
        ]);
        await converge({
          open,
          migrations: [byHand],
          definitions,
          openReference: reference.open,
          allowDataLoss: true,
        });
        await db.client.query("drop function other_now()");
        assert.deepEqual(await drift(), []);
        await createMigrator({ open, migrations: [byHand] }).down();
      });
      await t.step("what is generated makes the same, with numbers as numbers", async () => {
        const plain = defineMigration("0001_plain", {
          up: (m) => m.sql(create),
          down: (m) => m.sql("drop table blocks; drop function newest_block()"),
        });
        const next = await made.generate("blocks", { migrations: [plain], definitions });
        assert.match(next.source, /by: "height", chunkInterval: 1000, migrateData: true }/);
        assert.match(next.source, /m\.setIntegerNow\("blocks", "newest_block"\)/);
        assert.match(next.source, /after: 2000 }/);
        assert.match(next.source, /after: 10000 }/);
        assert.match(next.source, /startOffset: 8000, endOffset: 500, every: "1 hour"/);
        assert.ok(next.warnings.some((warning) => /Moves the rows of blocks/.test(warning)));
        const migrations = [plain, next.migration];
        await createMigrator({ open, migrations: [plain] }).up();
        await db.client.query("insert into blocks values (1, 15005), (1, 16005), (1, 19500)");
        await createMigrator({ open, migrations }).up();
        assert.deepEqual(await drift(migrations), []);
        const { rows } = await db.client.query<{ rows: number; chunks: number }>(
          `select (select count(*)::int from blocks) as rows,
           (select count(*)::int from show_chunks('blocks')) as chunks`,
        );
        assert.deepEqual(rows, [{ rows: 3, chunks: 3 }]);
      });
    },
  );
}

serverTest(
  "timescaledb",
  "createHypertable moves rows only where migrateData says so",
  async (_t, db) => {
    const open = () => openPostgresSession(db.url);
    const make = (migrateData: boolean) => [
      defineMigration("0001_create_ticks", {
        up: (m) =>
          m.sql(`create table ticks (time timestamptz not null);
        insert into ticks select timestamptz '2024-01-01' + i * interval '1 day' from generate_series(0, 4) i`),
      }),
      defineMigration("0002_chunk_ticks", {
        up: (m) => m.createHypertable("ticks", { by: "time", chunkInterval: "1 day", migrateData }),
      }),
    ];
    await assert.rejects(
      createMigrator({ open, migrations: make(false) }).up(),
      /"ticks" is not empty/,
    );
    await createMigrator({ open, migrations: make(true) }).up();
    const { rows } = await db.client.query<{ count: number }>(
      "select count(*)::int as count from show_chunks('ticks')",
    );
    assert.deepEqual(rows, [{ count: 5 }]);
  },
);
