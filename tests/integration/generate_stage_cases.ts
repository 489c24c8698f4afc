import { max, min, sql } from "drizzle-orm";
import {
  check,
  doublePrecision,
  index,
  integer,
  numeric,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import { continuousAggregate, hypertable } from "../../src/timescale/mod.ts";
import type { GenerateCase } from "./generate_case.ts";

const mood = pgEnum("mood", ["sad", "it's fine"]);
const moreMoods = pgEnum("mood", ["sad", "so-so", "it's fine", "it's great"]);

const indexed = (...on: readonly ("a" | "b")[]) =>
  pgTable("letters", { a: integer(), b: text() }, (t) => [
    index("ix_letters").on(...on.map((name) => t[name]) as [typeof t.a]).concurrently(),
  ]);
const letters = pgTable("letters", { a: integer(), b: text() });

const columns = {
  key: text().notNull(),
  time: timestamp("time", { withTimezone: true }).notNull(),
  value: doublePrecision(),
};
const readings = pgTable("readings", columns, (t) => [
  primaryKey({ name: "pk_readings", columns: [t.key, t.time] }),
]);
const indexedReadings = pgTable("readings", columns, (t) => [
  primaryKey({ name: "pk_readings", columns: [t.key, t.time] }),
  index("ix_readings_value").on(t.value).concurrently(),
]);
const chunks = { by: "time", chunkInterval: "7 days" } as const;
const readingsHypertable = hypertable(readings, chunks);

const hourly = (options: { readonly materializedOnly?: boolean; readonly high?: boolean } = {}) =>
  continuousAggregate("readings_hourly", {
    from: readingsHypertable,
    bucket: { width: "1 hour" },
    groupBy: ["key"],
    select: { low: min(readings.value), high: (options.high === true ? max : min)(readings.value) },
    materializedOnly: options.materializedOnly ?? false,
  });
const daily = continuousAggregate("readings_daily", {
  from: hourly(),
  bucket: { width: "1 day" },
  select: { low: sql`min(low)` },
});
const service = {
  tables: [readings],
  hypertables: [readingsHypertable],
  continuousAggregates: [hourly(), daily],
};

const wideReadings = pgTable("readings", { ...columns, value: numeric() }, (t) => [
  primaryKey({ name: "pk_readings", columns: [t.key, t.time] }),
]);
const wideService = {
  ...service,
  tables: [wideReadings],
  hypertables: [hypertable(wideReadings, chunks)],
};

/** Differences that need several transactions, and some that only look as if they did. */
export const stageCases: readonly GenerateCase[] = [
  {
    name: "a new value in an enum, and its use",
    from: { tables: [pgTable("days", { mood: mood().default("sad") })] },
    to: {
      tables: [
        pgTable(
          "days",
          { mood: moreMoods().default("it's great") },
          (t) => [check("ck_days", sql`${t.mood} <> 'so-so'`)],
        ),
      ],
    },
    up: [/add value 'it''s great'[\s\S]*defineMigration\("0003_[\s\S]*set default 'it''s great'/],
    down: [/PostgreSQL cannot remove a value from mood/],
    modules: [
      "0002_a_new_value_in_an_enum_and_its_use_values",
      "0003_a_new_value_in_an_enum_and_its_use",
    ],
  },
  {
    name: "an index concurrently",
    from: { tables: [letters] },
    to: { tables: [indexed("a")] },
    up: [/transaction: false,\n[\s\S]*create index concurrently ix_letters\s+on letters/],
    down: [/drop index concurrently ix_letters/],
    modules: ["0002_an_index_concurrently"],
  },
  {
    name: "another index concurrently",
    from: { tables: [indexed("a")] },
    to: { tables: [indexed("a", "b")] },
    up: [/m\.sql\("drop index ix_letters"\)[\s\S]*transaction: false,\n[\s\S]*concurrently/],
    modules: [
      "0002_another_index_concurrently",
      "0003_another_index_concurrently_stepwise",
    ],
  },
  {
    name: "an index concurrently of a new table",
    from: { tables: [] },
    to: { tables: [indexed("a")] },
    up: [/create index ix_letters/],
    modules: ["0002_an_index_concurrently_of_a_new_table"],
  },
  {
    name: "an index concurrently of a hypertable",
    from: { tables: [readings], hypertables: [readingsHypertable] },
    to: { tables: [indexedReadings], hypertables: [hypertable(indexedReadings, chunks)] },
    up: [/create index ix_readings_value/],
    warnings: [/TimescaleDB cannot build an index concurrently/],
    modules: ["0002_an_index_concurrently_of_a_hypertable"],
  },
  {
    name: "only materialized rows below another aggregate",
    from: service,
    to: { ...service, continuousAggregates: [hourly({ materializedOnly: true }), daily] },
    up: [/up\(m\) \{\n.*\n +m\.setMaterializedOnly\("readings_hourly", true\);\n +\},/],
    down: [/m\.setMaterializedOnly\("readings_hourly", false\)/],
    warnings: [/readings_hourly no longer shows rows that are newer/],
    modules: ["0002_only_materialized_rows_below_another_aggregate"],
  },
  {
    name: "another type of a column that aggregates read",
    from: service,
    to: wideService,
    up: [
      /dropContinuousAggregate\("readings_daily"\)[\s\S]*alter column value type numeric[\s\S]*createContinuousAggregate\("readings_hourly"[\s\S]*refreshContinuousAggregate\("readings_daily"\)/,
    ],
    modules: [
      "0002_another_type_of_a_column_that_aggregates_read",
      "0003_another_type_of_a_column_that_aggregates_read_stepwise",
    ],
  },
  {
    name: "an aggregate recreated below another",
    from: service,
    to: { ...service, continuousAggregates: [hourly({ high: true }), daily] },
    up: [
      /transaction: false,\n[\s\S]*refreshContinuousAggregate\("readings_hourly"\)[\s\S]*refreshContinuousAggregate\("readings_daily"\)/,
    ],
    down: [/Refresh readings_daily by hand afterwards/],
    warnings: [/Materializes the whole history of readings_daily again/],
    modules: [
      "0002_an_aggregate_recreated_below_another",
      "0003_an_aggregate_recreated_below_another_stepwise",
    ],
  },
];
