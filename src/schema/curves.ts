import { check, doublePrecision, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { finite } from "./_checks.ts";
import {
  type ChoiceColumn,
  day,
  type DayColumn,
  type IntegerColumn,
  type NotNull,
  type NumberColumn,
  type Table,
  type TextColumn,
} from "./columns.ts";
import type { TableComments } from "./comments.ts";
import { curveTypes } from "./value_lists.ts";
import type { Hypertable } from "../timescale/declared_hypertable.ts";
import { hypertable } from "../timescale/hypertable.ts";

/** The columns of {@linkcode curves}. */
export type CurvesColumns = {
  /** The curve, such as `US_TREASURY_PAR`. */
  curveId: NotNull<TextColumn<"curve_id">>;
  /** The day that the curve describes. */
  curveDate: NotNull<DayColumn<"curve_date">>;
  /** The tenor in days; a month counts as 30, a year as 365. */
  tenorDays: NotNull<IntegerColumn<"tenor_days">>;
  /** The tenor as the source prints it, `10 Yr`. */
  tenorLabel: TextColumn<"tenor_label">;
  /** The rate in percent as published. */
  rate: NotNull<NumberColumn<"rate">>;
  /** How the curve is built. */
  curveType: ChoiceColumn<"curve_type", typeof curveTypes>;
  /** The publisher. */
  source: TextColumn<"source">;
};

/** Yield curves, a row per tenor and day. A hypertable by `curve_date`. */
export const curves: Table<"curves", CurvesColumns> = pgTable(
  "curves",
  {
    curveId: text("curve_id").notNull(),
    curveDate: day("curve_date").notNull(),
    tenorDays: integer("tenor_days").notNull(),
    tenorLabel: text("tenor_label"),
    rate: doublePrecision("rate").notNull(),
    curveType: text("curve_type", { enum: curveTypes }),
    source: text("source"),
  } satisfies CurvesColumns,
  (t) => [
    primaryKey({ name: "pk_curves", columns: [t.curveId, t.curveDate, t.tenorDays] }),
    check("ck_curves_tenor_days", sql`tenor_days >= 0`),
    check("ck_curves_finite", finite("rate")),
  ],
);

/** A row of {@linkcode curves}. */
export type Curve = typeof curves.$inferSelect;
/** What an insert into {@linkcode curves} takes. */
export type NewCurve = typeof curves.$inferInsert;

/** The comments of {@linkcode curves} in the database. */
export const curvesComments: TableComments<CurvesColumns> = {
  table: "Yield curves, a row a tenor and day",
  columns: {
    curveId: "The curve, US_TREASURY_PAR for one",
    curveDate: "The day that the curve describes",
    tenorDays: "The tenor in days; a month counts 30, a year 365",
    tenorLabel: "The tenor as the source prints it",
    rate: "Percent as published",
    curveType: "How the curve is built: par, zero, swap and so on",
    source: "Who published it",
  },
};

/** {@linkcode curves} as a hypertable. */
export const curvesHypertable: Hypertable<typeof curves> = hypertable(curves, {
  by: "curveDate",
  chunkInterval: "3 months",
  compression: {
    segmentBy: ["curveId"],
    orderBy: ["curveDate desc", "tenorDays"],
    after: "90 days",
    rollup: "360 days",
  },
});
