import assert from "node:assert/strict";
import { count } from "drizzle-orm";
import { doublePrecision, index, integer, pgTable, timestamp } from "drizzle-orm/pg-core";
import {
  checkDrift,
  defineMigration,
  generateMigration,
  openPostgresSession,
} from "../../src/migrate/mod.ts";
import type { Definitions } from "../../src/migrate/mod.ts";
import { continuousAggregate, hypertable } from "../../src/timescale/mod.ts";
import { serverTest } from "../support/mod.ts";
import { assertNoScratch } from "./drift_reference_support.ts";
import { migrated } from "./drift_support.ts";

const readings = pgTable("readings", {
  time: timestamp({ withTimezone: true }).notNull(),
  site: integer(),
  value: doublePrecision(),
}, (t) => [index("ix_readings_site").using("gist", t.site, t.time)]);

const hyper = hypertable(readings, {
  by: "time",
  chunkInterval: "1 month",
  compression: { segmentBy: ["site"], orderBy: ["time desc"], after: "60 days" },
});
const daily = continuousAggregate("daily", {
  from: hyper,
  bucket: { width: "1 day" },
  groupBy: ["site"],
  select: { n: count() },
  refresh: { startOffset: "1 month", endOffset: "1 day", every: "1 hour" },
});
const definitions: Definitions = {
  tables: [readings],
  hypertables: [hyper],
  continuousAggregates: [daily],
};

/** The definitions as plain SQL, in other words. */
const migrations = [
  defineMigration("0001_create_readings", {
    up: (m) =>
      m.sql(`
        create extension btree_gist;
        create table readings (time timestamptz not null, site integer, value double precision);
        create index ix_readings_site on readings using gist (site, time);
        select create_hypertable('readings', 'time', chunk_time_interval => interval '30 days')`),
  }),
  defineMigration("0002_keep_readings", {
    up: (m) =>
      m.sql(`
        alter table readings set (timescaledb.compress, timescaledb.compress_segmentby = 'site',
          timescaledb.compress_orderby = 'time desc');
        select add_compression_policy('readings', interval '60 days');
        create materialized view daily with (timescaledb.continuous, timescaledb.materialized_only = false) as
          ${daily.query.replaceAll("\n", " ")} with no data;
        select add_continuous_aggregate_policy('daily', start_offset => interval '1 month',
          end_offset => interval '1 day', schedule_interval => interval '60 minutes')`),
  }),
];

serverTest(
  "community",
  "definitions equal plain SQL with the same meaning, and new writes only the rest",
  async (_t, db) => {
    const open = await migrated(db.url, migrations);
    const { differences } = await checkDrift({ open, migrations, definitions });
    assert.deepEqual(differences, []);
    const same = await generateMigration({ name: "nothing", open, migrations, definitions });
    assert.equal(same.empty, true, same.source);

    const longer = hypertable(readings, {
      by: "time",
      chunkInterval: "7 days",
      compression: { segmentBy: ["site"], orderBy: ["time desc"], after: "90 days" },
    });
    const { source } = await generateMigration({
      name: "change",
      open,
      migrations,
      definitions: { ...definitions, hypertables: [longer] },
    });
    const [up = "", down = ""] = source.split("\n  down(");
    assert.match(up, /setChunkInterval\("readings", "7 days"\)/);
    assert.match(up, /addCompressionPolicy\("readings", \{ after: "90 days" \}\)/);
    assert.doesNotMatch(up, /createHypertable|drop index|createContinuousAggregate|setCompression/);
    assert.match(down, /setChunkInterval\("readings", "30 days"\)/);
    await assertNoScratch(db);
  },
);

serverTest(
  "timescaledb",
  "new knows hypertables from plain SQL on the Apache edition",
  async (_t, db) => {
    const first = migrations.slice(0, 1);
    const open = await migrated(db.url, first);
    const declared = {
      tables: [readings],
      hypertables: [hypertable(readings, { by: "time", chunkInterval: "1 month" })],
    };
    const { differences } = await checkDrift({ open, migrations: first, definitions: declared });
    assert.deepEqual(differences, []);
    const { source } = await generateMigration({
      name: "keep",
      open,
      migrations: first,
      definitions,
    });
    assert.match(source, /setCompression\("readings"/);
    assert.doesNotMatch(source, /createHypertable/);
  },
);

serverTest(
  "community",
  "a scratch database has extensions in the same schemas and versions as the real one",
  async (_t, db) => {
    await db.client.query("create schema tools");
    await db.client.query("create extension timescaledb schema tools");
    await db.client.query("create extension pg_trgm schema tools");
    const { rows } = await db.client.query(
      "select extversion as version from pg_extension where extname = 'timescaledb'",
    );
    const elsewhere = [
      defineMigration("0001_create_readings", {
        up: (m) =>
          m.sql(`
            create table readings (time timestamptz not null, body text);
            create index ix_readings_body on readings using gin (body tools.gin_trgm_ops);
            select tools.create_hypertable('readings', tools.by_range('time', interval '2 days'));
            create view hourly as select tools.time_bucket('1 hour', time) as hour from readings;
            do $$ begin
              if (select extversion from pg_extension where extname = 'timescaledb') <>
                '${rows[0].version}'
              then raise 'another version';
              end if;
            end $$`),
      }),
    ];
    const open = () => openPostgresSession(db.url);
    const { differences } = await checkDrift({ open, migrations: elsewhere });
    assert.deepEqual(differences.map(({ object, actual }) => [object, actual]), [
      ["0001_create_readings", "pending"],
    ]);
    await assertNoScratch(db);
  },
);
