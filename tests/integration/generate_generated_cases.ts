import { sql } from "drizzle-orm";
import {
  check,
  doublePrecision,
  index,
  integer,
  pgPolicy,
  pgTable,
  primaryKey,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import { hypertable } from "../../src/timescale/mod.ts";
import type { GenerateCase } from "./generate_case.ts";

const boxes = (expression: string, options: { readonly wide?: boolean } = {}) =>
  pgTable("boxes", {
    a: options.wide === true ? doublePrecision() : integer(),
    b: integer(),
    area: integer().notNull().generatedAlwaysAs(sql.raw(expression)),
    half: doublePrecision().generatedAlwaysAs(sql.raw("a / 2")),
  }, (t) => [
    index("ix_boxes_area").on(t.area),
    index("ix_boxes_b").on(t.b).where(sql`${t.area} > 0`),
    unique("uq_boxes_area").on(t.area, t.b),
    check("ck_boxes_area", sql`${t.area} >= 0`),
    pgPolicy("large", { for: "select", using: sql`${t.area} > 10` }),
  ]);
const plainBoxes = pgTable("boxes", {
  a: integer(),
  b: integer(),
  area: integer().notNull(),
  half: doublePrecision(),
});
const generatedBoxes = pgTable("boxes", {
  a: integer(),
  b: integer(),
  area: integer().notNull().generatedAlwaysAs(sql.raw("a * b")),
  half: doublePrecision(),
});

const speeds = (expression: string) =>
  pgTable("speeds", {
    time: timestamp("time", { withTimezone: true }).notNull(),
    metres: doublePrecision(),
    speed: doublePrecision().generatedAlwaysAs(sql.raw(expression)),
  }, (t) => [
    primaryKey({ name: "pk_speeds", columns: [t.time] }),
    index("ix_speeds_speed").on(t.speed.desc(), t.time),
  ]);
const service = (expression: string) => {
  const table = speeds(expression);
  return {
    tables: [table],
    hypertables: [hypertable(table, { by: "time", chunkInterval: "7 days" })],
  };
};

/** Stored generated columns that change, and what depends on them. */
export const generatedCases: readonly GenerateCase[] = [
  {
    name: "another expression of a generated column",
    from: { tables: [boxes("a * b")] },
    to: { tables: [boxes("a * b + 1")] },
    up: [/create index ix_boxes_area/, /create index ix_boxes_b/, /add constraint uq_boxes_area/],
    warnings: [/Computes boxes\.area again for every row/],
  },
  {
    name: "another type of a column that others read",
    from: { tables: [boxes("b * 2")] },
    to: { tables: [boxes("b * 3", { wide: true })] },
    up: [/drop column half[\s\S]*alter column a type[\s\S]*add column half/],
  },
  {
    name: "a generated column that becomes a plain one",
    from: { tables: [generatedBoxes] },
    to: { tables: [plainBoxes] },
    up: [/alter column area drop expression/],
  },
  {
    name: "a plain column that becomes a generated one",
    from: { tables: [plainBoxes] },
    to: { tables: [generatedBoxes] },
    warnings: [/The current values of boxes\.area are lost/],
  },
  {
    name: "another expression of a generated column of a hypertable",
    from: service("metres / 2"),
    to: service("metres / 3"),
    up: [/drop index ix_speeds_speed[\s\S]*drop column speed[\s\S]*create index ix_speeds_speed/],
  },
];
