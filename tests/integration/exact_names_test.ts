import assert from "node:assert/strict";
import { count } from "drizzle-orm";
import {
  bigint,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgSchema,
  primaryKey,
  timestamp,
} from "drizzle-orm/pg-core";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { converge } from "../../src/migrate/catalog/converge.ts";
import type { Definitions } from "../../src/migrate/catalog/definitions.ts";
import {
  createMigrator,
  defineMigration,
  lintMigrations,
  openPostgresSession,
} from "../../src/migrate/mod.ts";
import { resolveInterrupted } from "../../src/migrate/run/interrupted_statement.ts";
import { continuousAggregate, hypertable } from "../../src/timescale/mod.ts";
import { serverTest } from "../support/mod.ts";
import { sharedReference } from "./drift_support.ts";
import { workshop } from "./generate_support.ts";

// "Trade Bars" in "Raw", as Drizzle names it: names are exact everywhere.
const raw = pgSchema("Raw");
const venues = raw.table("Venues", { id: bigint("Id", { mode: "number" }).notNull() }, (t) => [
  primaryKey({ name: "PK Venues", columns: [t.id] }),
]);
const bars = raw.table("Trade Bars", {
  venue: integer("Venue Id").notNull(),
  time: timestamp("Trade Time", { withTimezone: true }).notNull(),
  price: doublePrecision("Price"),
}, (t) => [
  primaryKey({ name: "PK Bars", columns: [t.venue, t.time] }),
  foreignKey({ name: "FK Venue", columns: [t.venue], foreignColumns: [venues.id] }),
  index("IX Price").on(t.price),
]);
const barsHypertable = hypertable(bars, {
  by: "time",
  chunkInterval: "1 day",
  compression: {
    segmentBy: ["venue"],
    orderBy: ["time desc"],
    after: "7 days",
    rollup: "7 days",
  },
  retention: { after: "1 year" },
});
const dailyBars = continuousAggregate('"Raw"."Daily Bars"', {
  from: barsHypertable,
  bucket: { width: "1 day" },
  groupBy: ["venue"],
  select: { "Bar Count": count() },
  refresh: { startOffset: "10 days", endOffset: "1 day", every: "1 day" },
});
const definitions: Definitions = {
  tables: [bars, venues],
  comments: [{ schema: "Raw", table: "Trade Bars", column: "Price", comment: "In dollars" }],
  hypertables: [barsHypertable],
  continuousAggregates: [dailyBars],
};

const byHand = defineMigration("0001_create_trade_bars", {
  up(m) {
    m.sql(`
      create schema "Raw";
      create table "Raw"."Venues" ("Id" bigint not null, constraint "PK Venues" primary key ("Id"));
      create table "Raw"."Trade Bars" (
        "Venue Id" integer not null,
        "Trade Time" timestamptz not null,
        "Price" double precision,
        constraint "PK Bars" primary key ("Venue Id", "Trade Time"),
        constraint "FK Venue" foreign key ("Venue Id") references "Raw"."Venues" ("Id"));
      create index "IX Price" on "Raw"."Trade Bars" ("Price");
      comment on column "Raw"."Trade Bars"."Price" is 'In dollars'`);
    m.createHypertable('"Raw"."Trade Bars"', { by: "Trade Time", chunkInterval: "1 day" });
    m.setCompression("Raw.Trade Bars", {
      segmentBy: ["Venue Id"],
      orderBy: ['"Trade Time" desc'],
      rollup: "7 days",
    });
    m.addCompressionPolicy("Raw.Trade Bars", { after: "7 days" });
    m.addRetentionPolicy('Raw."Trade Bars"', { after: "1 year" });
    m.createContinuousAggregate("Raw.Daily Bars", {
      query: dailyBars.query,
      plainQuery: dailyBars.plainQuery,
    });
    m.addRefreshPolicy("Raw.Daily Bars", {
      startOffset: "10 days",
      endOffset: "1 day",
      every: "1 day",
    });
  },
  down(m) {
    m.dropContinuousAggregate("Raw.Daily Bars");
    m.sql('drop table "Raw"."Trade Bars"; drop table "Raw"."Venues"; drop schema "Raw"');
  },
});

const rename = defineMigration("0002_rename", {
  up: (m) => m.sql('alter table "Raw"."Trade Bars" rename column "Trade Time" to "Bar Time"'),
});

for (const kind of ["timescaledb", "community"] as const) {
  serverTest(
    kind,
    `names with capitals and spaces mean one thing in steps, definitions and the catalog, ${kind}`,
    async (t, db) => {
      await using reference = await sharedReference();
      const open = () => openPostgresSession(db.url);
      const drift = async (migrations = [byHand]) =>
        (await checkDrift({ open, migrations, definitions, openReference: reference.open }))
          .differences;

      await t.step("steps by hand are what the definitions say", async () => {
        await createMigrator({ open, migrations: [byHand] }).up();
        assert.deepEqual(await drift(), []);
      });
      await t.step("what is changed by hand is found, and mended", async () => {
        if (kind === "timescaledb") return;
        await db.client.query(`select remove_retention_policy('"Raw"."Trade Bars"')`);
        await db.client.query(
          `select set_chunk_time_interval('"Raw"."Trade Bars"', interval '2 days')`,
        );
        await db.client.query(`alter table "Raw"."Trade Bars" set (timescaledb.compress,
          timescaledb.compress_segmentby = '', timescaledb.compress_orderby = '"Trade Time"')`);
        await db.client.query(`comment on column "Raw"."Trade Bars"."Price" is 'In cents'`);
        assert.deepEqual((await drift()).map(({ object }) => object), [
          "Raw.Trade Bars",
          "Raw.Trade Bars",
          "Raw.Trade Bars",
          "Raw.Trade Bars",
          "Raw.Trade Bars.Price",
        ]);
        const mended = await converge({
          open,
          migrations: [byHand],
          definitions,
          openReference: reference.open,
          allowDataLoss: true,
        });
        assert.deepEqual(mended.remaining, []);
      });
      await t.step("a renamed column is followed", async () => {
        await createMigrator({ open, migrations: [byHand, rename] }).up();
        const left = (await drift([byHand, rename])).filter(({ layer }) => layer === "database");
        // The view's query still has the old name.
        assert.deepEqual(left.filter(({ object }) => object !== "Raw.Daily Bars"), []);
        await db.client.query(
          'alter table "Raw"."Trade Bars" rename column "Bar Time" to "Trade Time"',
        );
        await db.client.query("delete from strata_migrations.migrations where id like '0002%'");
      });
      await t.step("lint has nothing to say of the names", async () => {
        const codes = (await lintMigrations([byHand])).map(({ code }) => code);
        assert.deepEqual(codes, []);
      });
      await t.step("an index with a schema is found where it is", async () => {
        const drop = 'drop index concurrently "Raw"."IX Price"';
        assert.equal(await resolveInterrupted(db.client, drop), "again");
        assert.equal(await resolveInterrupted(db.client, drop.replace("Price", "Gone")), "done");
      });
      await createMigrator({ open, migrations: [byHand] }).down();

      await t.step("what is generated makes the same, forth and back", async () => {
        await using made = await workshop(reference);
        const first = await made.generate("bars", { migrations: [], definitions });
        const migrator = createMigrator({ open, migrations: [first.migration] });
        await migrator.up();
        assert.deepEqual(await drift([first.migration]), []);
        await migrator.down();
        const { rows } = await db.client.query(
          `select relname from pg_class where relnamespace = to_regnamespace('"Raw"')`,
        );
        assert.deepEqual(rows, []);
      });
    },
  );
}
