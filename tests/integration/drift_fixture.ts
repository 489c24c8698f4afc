import { avg, count, sql } from "drizzle-orm";
import {
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import { defineMigration, type Migration } from "../../src/migrate/mod.ts";
import type { Definitions } from "../../src/migrate/catalog/definitions.ts";
import { continuousAggregate, hypertable, last } from "../../src/timescale/mod.ts";

// An independent service: nothing here belongs to this package's schema.

export const quality = pgEnum("quality", ["good", "poor"]);

export const sites = pgTable("sites", {
  id: integer().generatedAlwaysAsIdentity().primaryKey(),
  code: text().notNull(),
  country: text().notNull().default("BR"),
  height: doublePrecision(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
}, (t) => [
  unique("uq_sites_code").on(t.code),
]);

export const readings = pgTable("readings", {
  siteId: integer("site_id").notNull(),
  time: timestamp({ withTimezone: true }).notNull(),
  channel: integer().notNull(),
  value: doublePrecision(),
  quality: quality().notNull().default("good"),
}, (t) => [
  primaryKey({ name: "pk_readings", columns: [t.siteId, t.time, t.channel] }),
  foreignKey({
    name: "fk_readings_site_id_sites",
    columns: [t.siteId],
    foreignColumns: [sites.id],
  }).onDelete("cascade"),
  check("ck_readings_channel", sql`${t.channel} >= 0`),
  index("ix_readings_channel").on(t.channel, t.time.desc().nullsFirst()),
]);

const readingsHypertable = hypertable(readings, {
  by: "time",
  chunkInterval: "1 day",
  compression: {
    segmentBy: ["siteId"],
    orderBy: ["time desc", "channel"],
    after: "7 days",
    rollup: "10 days",
  },
  retention: { after: "5 years" },
});

const readingsHourly = continuousAggregate("readings_hourly", {
  from: readingsHypertable,
  bucket: { width: "1 hour" },
  groupBy: ["siteId"],
  select: { mean: avg(readings.value), newest: last(readings.value, readings.time), n: count() },
  refresh: { startOffset: "3 days", endOffset: "1 hour", every: "1 hour" },
});

const readingsDaily = continuousAggregate("readings_daily", {
  from: readingsHourly,
  bucket: { width: "1 day" },
  groupBy: ["siteId"],
  select: { n: sql`sum(n)` },
  materializedOnly: true,
  refresh: { startOffset: "10 days", endOffset: "1 day", every: "1 day" },
});

export const weather: Definitions = {
  tables: [readings, sites],
  comments: [
    { table: "sites", column: null, comment: "Where it's measured" },
    { table: "readings", column: "value", comment: "In the channel's unit" },
  ],
  hypertables: [readingsHypertable],
  continuousAggregates: [readingsHourly, readingsDaily],
  touchUpdatedAt: [sites],
};

/**
 * Migrations as a person would write them: statements that differ from the generator's but result
 * in the same catalog.
 */
export const weatherMigrations: readonly Migration[] = [
  defineMigration("0001_create_sites", {
    up(m) {
      m.sql(`
        create or replace function strata_set_updated_at() returns trigger language plpgsql as $$
        begin
          new.updated_at := clock_timestamp();
          return new;
        end $$;
        CREATE TABLE sites (
          id int GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_sites PRIMARY KEY,
          code text NOT NULL CONSTRAINT uq_sites_code UNIQUE,
          country text DEFAULT 'BR' NOT NULL,
          height float8,
          updated_at timestamp with time zone NOT NULL DEFAULT now()
        );
        create trigger tg_sites_updated_at before update on sites
          for each row execute procedure strata_set_updated_at();
        comment on table sites is 'Where it''s measured'`);
    },
    down: (m) => m.sql("drop table sites; drop function strata_set_updated_at()"),
  }),
  defineMigration("0002_create_readings", {
    up(m) {
      m.sql(`
        create type quality as enum ('good', 'poor');
        create table readings (
          site_id integer,
          time timestamptz,
          channel integer,
          value double precision,
          quality quality default 'good' not null,
          constraint pk_readings primary key (site_id, time, channel),
          constraint fk_readings_site_id_sites foreign key (site_id) references sites on delete cascade,
          constraint ck_readings_channel check (not (channel < 0))
        );
        alter table readings drop constraint ck_readings_channel;
        alter table readings add constraint ck_readings_channel check (channel >= 0);
        create index ix_readings_channel on readings (channel, time desc);
        comment on column readings.value is 'In the channel''s unit';
        create view bright_sites as select code from sites where height > 0`);
      m.createHypertable("readings", { by: "time", chunkInterval: "7 days" });
      m.setChunkInterval("readings", "1 day");
    },
    down: (m) => m.sql("drop view bright_sites; drop table readings; drop type quality"),
  }),
  defineMigration("0003_keep_readings", {
    up(m) {
      m.setCompression("readings", {
        segmentBy: ["site_id"],
        orderBy: ["time desc", "channel"],
        rollup: "10 days",
      });
      m.addCompressionPolicy("readings", { after: "7 days" });
      m.addRetentionPolicy("readings", { after: "60 months" });
    },
    down(m) {
      m.removeRetentionPolicy("readings");
      m.removeCompressionPolicy("readings");
      m.removeCompression("readings");
    },
  }),
  defineMigration("0004_sum_up_readings", {
    up(m) {
      m.createContinuousAggregate("readings_hourly", {
        query: readingsHourly.query,
        plainQuery: readingsHourly.plainQuery,
      });
      m.addRefreshPolicy("readings_hourly", {
        startOffset: "72 hours",
        endOffset: "1 hour",
        every: "1 hour",
      });
      m.removeRefreshPolicy("readings_hourly");
      m.addRefreshPolicy("readings_hourly", {
        startOffset: "3 days",
        endOffset: "60 minutes",
        every: "1 hour",
      });
      m.createContinuousAggregate("readings_daily", {
        query: readingsDaily.query,
        plainQuery: readingsDaily.plainQuery,
        materializedOnly: true,
      });
      m.addRefreshPolicy("readings_daily", {
        startOffset: "10 days",
        endOffset: "1 day",
        every: "1 day",
      });
    },
    down(m) {
      m.dropContinuousAggregate("readings_daily");
      m.dropContinuousAggregate("readings_hourly");
    },
  }),
];
