import { max, min, sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgEnum,
  pgSchema,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";
import type { Definitions } from "../../src/migrate/catalog/definitions.ts";
import { continuousAggregate, hypertable } from "../../src/timescale/mod.ts";
import { weather } from "./drift_fixture.ts";
import type { GenerateCase } from "./generate_case.ts";
import { functionCases } from "./generate_function_cases.ts";
import { generatedCases } from "./generate_generated_cases.ts";
import { securityCases } from "./generate_security_cases.ts";
import { sequenceCases } from "./generate_sequence_cases.ts";
import { stageCases } from "./generate_stage_cases.ts";

const none: Definitions = { tables: [] };

const instant = (name: string) => timestamp(name, { withTimezone: true });

const plainThings = pgTable("things", { id: integer().notNull(), size: integer() });

const oddNames = pgTable('Odd "things"', {
  order: text("order").notNull().default("it's `${odd}` \\ here"),
  time: instant("time").notNull(),
  when: text("When?"),
}, (t) => [
  primaryKey({ name: "pk odd", columns: [t.order, t.time] }),
  check("ck_$odd", sql`${t.when} <> '${sql.raw("`${x}` \\")}'`),
  index("ix_Odd").on(t.when.desc(), t.order.asc().nullsFirst()),
]);

const colour = pgEnum("colour", ["red", "green"]);
const moreColour = pgEnum("colour", ["white", "red", "blue", "green"]);

const everyType = pgTable("every_type", {
  id: serial().primaryKey(),
  key: uuid().notNull().defaultRandom(),
  name: varchar({ length: 20 }).notNull().unique(),
  price: numeric({ precision: 10, scale: 2 }).default("1.50"),
  big: bigint({ mode: "bigint" }).default(9007199254740993n),
  small: timestamp("small", { withTimezone: true, precision: 3 }),
  local: timestamp("local").default(sql`localtimestamp`),
  day: date().default("2024-02-29"),
  flag: boolean().default(false),
  tags: text().array().notNull().default(["a", 'b"c']),
  matrix: integer().array().array(),
  data: jsonb().notNull().default({ a: [1, "it's"] }),
  double: integer().generatedAlwaysAs(sql`2 * id`),
  colours: colour().array(),
}, (t) => [
  uniqueIndex("ux_every_type_key").on(t.key).where(sql`${t.flag}`),
  index("ix_every_type_lower").on(sql`lower(${t.name})`),
  index("ix_every_type_data").using("gin", t.data),
]);

const crypto = pgSchema("crypto");
const coins = crypto.table("coins", {
  id: integer().generatedByDefaultAsIdentity({ startWith: 100, increment: 5 }),
  symbol: text().notNull(),
}, (t) => [primaryKey({ name: "pk_coins", columns: [t.id] })]);

const hens = pgTable("hens", {
  id: integer().primaryKey(),
  egg: integer().references((): AnyPgColumn => eggs.id),
  mother: integer().references((): AnyPgColumn => hens.id, { onDelete: "set null" }),
});
const eggs = pgTable("eggs", {
  id: integer().primaryKey(),
  hen: integer().notNull().references(() => hens.id, { onDelete: "cascade", onUpdate: "restrict" }),
});

const before = pgTable("parts", {
  id: integer().notNull(),
  name: text().default("x"),
  weight: integer().default(1),
  gone: text(),
  made: integer().generatedAlwaysAs(sql`weight + 1`),
  updatedAt: instant("updated_at").notNull().defaultNow(),
}, (t) => [
  primaryKey({ name: "pk_parts", columns: [t.id] }),
  unique("uq_parts_name").on(t.name),
  check("ck_parts_weight", sql`weight > 0`),
  index("ix_parts_name").on(t.name),
  index("ix_parts_gone").on(t.gone),
]);
const after = pgTable("parts", {
  id: integer().generatedAlwaysAsIdentity(),
  name: varchar({ length: 40 }).notNull().default("y"),
  weight: doublePrecision(),
  made: integer().generatedAlwaysAs(sql`weight::integer + 2`),
  updatedAt: instant("updated_at").notNull().defaultNow(),
  parent: integer(),
  needed: text().notNull(),
}, (t) => [
  primaryKey({ name: "pk_parts", columns: [t.id, t.name] }),
  unique("uq_parts_name").on(t.name, t.weight).nullsNotDistinct(),
  unique("uq_parts_id").on(t.id),
  check("ck_parts_weight", sql`weight >= 0`),
  foreignKey({ name: "fk_parts_parent_parts", columns: [t.parent], foreignColumns: [t.id] }),
  index("ix_parts_name").on(t.name.desc()),
  index("ix_parts_weight").on(t.weight).where(sql`weight > 3`),
]);

const series = pgTable("series", {
  key: text().notNull(),
  time: instant("time").notNull(),
  value: doublePrecision(),
}, (t) => [primaryKey({ name: "pk_series", columns: [t.key, t.time] })]);

const seriesHypertable = hypertable(series, {
  by: "time",
  chunkInterval: "7 days",
  compression: { segmentBy: ["key"], orderBy: ["time desc"], after: "1 month", rollup: "70 days" },
  retention: { after: "10 years" },
});
const otherHypertable = hypertable(series, {
  by: "time",
  chunkInterval: "1 day",
  compression: { segmentBy: [], orderBy: ["time", "key"], after: "30 days" },
});
const bareHypertable = hypertable(series, { by: "time", chunkInterval: "7 days" });

const hourly = continuousAggregate("series_hourly", {
  from: seriesHypertable,
  bucket: { width: "1 hour" },
  groupBy: ["key"],
  select: { low: min(series.value) },
  refresh: { startOffset: "3 days", endOffset: "1 hour", every: "1 hour" },
});
const daily = continuousAggregate("series_daily", {
  from: hourly,
  bucket: { width: "1 day" },
  select: { low: sql`min(low)` },
  refresh: { endOffset: "1 day", every: "1 day" },
  retention: { after: "20 years" },
});
const otherHourly = continuousAggregate("series_hourly", {
  from: seriesHypertable,
  bucket: { width: "1 hour" },
  groupBy: ["key"],
  select: { low: min(series.value), high: max(series.value) },
  where: sql`${series.value} > 0`,
  materializedOnly: true,
  refresh: { startOffset: "4 days", endOffset: "1 hour", every: "30 minutes" },
});
const otherDaily = continuousAggregate("series_daily", {
  from: otherHourly,
  bucket: { width: "1 day" },
  select: { low: sql`min(low)` },
  refresh: { endOffset: "1 day", every: "1 day" },
  retention: { after: "20 years" },
});

export const generateCases: readonly GenerateCase[] = [
  { name: "a whole service", from: none, to: weather, up: [/createContinuousAggregate/] },
  { name: "a whole service, removed", from: weather, to: none, warnings: [/Drops the table/] },
  {
    name: "a table and its comments",
    from: none,
    to: {
      tables: [plainThings],
      comments: [
        { table: "things", column: null, comment: "Things" },
        { table: "things", column: "size", comment: "With `quotes` and ${braces}\nand two lines" },
      ],
    },
    up: [/comment on column things\.size is/],
    down: [/m\.sql\("drop table things"\)/],
  },
  { name: "names that need quotes", from: none, to: { tables: [oddNames] } },
  { name: "names that need quotes, removed", from: { tables: [oddNames] }, to: none },
  { name: "every kind of column", from: none, to: { tables: [everyType] } },
  { name: "every kind of column, removed", from: { tables: [everyType] }, to: none },
  { name: "another schema", from: none, to: { tables: [coins] }, up: [/create schema if not/] },
  { name: "tables in a circle", from: none, to: { tables: [hens, eggs] } },
  { name: "tables in a circle, removed", from: { tables: [eggs, hens] }, to: none },
  {
    name: "every part of a table",
    from: {
      tables: [before],
      touchUpdatedAt: [before],
      comments: [{ table: "parts", column: "name", comment: "Its name" }],
    },
    to: {
      tables: [after],
      comments: [{ table: "parts", column: null, comment: "Parts" }],
    },
    up: [/drop trigger tg_parts_updated_at on parts/],
    warnings: [
      /Drops the column parts\.gone/,
      /Rewrites parts under a lock/,
      /Fails if parts has rows: give needed a default/,
      /Fails if parts\.name is null in any row: fill those rows first/,
    ],
  },
  {
    name: "a trigger for updated_at",
    from: { tables: [before] },
    to: { tables: [before], touchUpdatedAt: [before] },
    up: [/new\.updated_at := clock_timestamp\(\)/, /create trigger tg_parts_updated_at\n/],
    down: [/drop trigger tg_parts_updated_at on parts/, /drop function strata_set_updated_at/],
  },
  {
    name: "a new value in an enum",
    from: { tables: [pgTable("paints", { colour: colour() })] },
    to: { tables: [pgTable("paints", { colour: moreColour() })] },
    up: [
      /alter type colour add value 'white' before 'red'/,
      /alter type colour add value 'blue' after 'red'/,
    ],
    down: [/PostgreSQL cannot remove a value from colour/],
  },
  {
    name: "a hypertable from an existing table",
    from: { tables: [series] },
    to: { tables: [series], hypertables: [seriesHypertable] },
    up: [
      /m\.createHypertable\("series", \{ by: "time", chunkInterval: "7 days", migrateData: true \}\);/,
      /m\.addRetentionPolicy\("series", \{ after: "10 years" \}\);/,
    ],
    down: [/TimescaleDB cannot turn series back into a plain table/],
    warnings: [
      /Moves the rows of series into chunks/,
      /Drops the chunks of series that are older than 10 years/,
    ],
  },
  {
    name: "other settings of a hypertable",
    from: { tables: [series], hypertables: [seriesHypertable] },
    to: { tables: [series], hypertables: [otherHypertable] },
    up: [
      /m\.setChunkInterval\("series", "1 day"\);/,
      /orderBy: \["time", "key"\],\s+rollup: null/,
      /removeRetentionPolicy/,
      /removeCompressionPolicy[\s\S]*addCompressionPolicy\("series", \{ after: "30 days" \}\)/,
    ],
    warnings: [/Chunks of series that are already compressed keep their former settings/],
  },
  {
    name: "compression removed",
    from: { tables: [series], hypertables: [seriesHypertable] },
    to: { tables: [series], hypertables: [bareHypertable] },
    up: [/removeCompressionPolicy[\s\S]*removeCompression\("series"\)/],
    down: [/setCompression[\s\S]*addCompressionPolicy/],
  },
  {
    name: "continuous aggregates",
    from: { tables: [series], hypertables: [seriesHypertable] },
    to: {
      tables: [series],
      hypertables: [seriesHypertable],
      continuousAggregates: [hourly, daily],
    },
    down: [
      /dropContinuousAggregate\("series_daily"\);\n.*dropContinuousAggregate\("series_hourly"\)/,
    ],
  },
  {
    name: "a changed continuous aggregate below another",
    from: {
      tables: [series],
      hypertables: [seriesHypertable],
      continuousAggregates: [hourly, daily],
    },
    to: {
      tables: [series],
      hypertables: [seriesHypertable],
      continuousAggregates: [otherHourly, otherDaily],
    },
    up: [
      /dropContinuousAggregate\("series_daily"\)[\s\S]*dropContinuousAggregate\("series_hourly"\)/,
    ],
    warnings: [/Drops what series_daily has materialized/, /Drops what series_hourly/],
  },
  ...securityCases,
  ...functionCases,
  ...sequenceCases,
  ...stageCases,
  ...generatedCases,
];
