import { sql } from "drizzle-orm";
import {
  check,
  doublePrecision,
  foreignKey,
  integer,
  numeric,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import { finite } from "./_checks.ts";
import {
  type ChoiceColumn,
  day,
  type DayColumn,
  type DecimalColumn,
  type IntegerColumn,
  type NotNull,
  type NumberColumn,
  type Table,
} from "./columns.ts";
import type { TableComments } from "./comments.ts";
import { instruments } from "./instruments.ts";
import { callPuts } from "./value_lists.ts";
import type { Hypertable } from "../timescale/declared_hypertable.ts";
import { hypertable } from "../timescale/hypertable.ts";

/** The columns of {@linkcode volSurfaces}. */
export type VolSurfacesColumns = {
  /** The underlying, a row of `instruments`. */
  instrumentId: NotNull<IntegerColumn<"instrument_id">>;
  /** The day of the surface. */
  surfaceDate: NotNull<DayColumn<"surface_date">>;
  /** The tenor in days; a month counts as 30, a year as 365. */
  tenorDays: NotNull<IntegerColumn<"tenor_days">>;
  /**
   * The delta as the source quotes it: an exact decimal, because a float in the key would not match
   * itself.
   */
  delta: NotNull<DecimalColumn<"delta">>;
  /** `C` for a call, `P` for a put: a 25-delta call is not a 25-delta put. */
  callPut: NotNull<ChoiceColumn<"call_put", typeof callPuts>>;
  /** The implied volatility as a fraction: 0.2 is 20 %. */
  impliedVol: NotNull<NumberColumn<"implied_vol">>;
};

/** Surfaces of implied volatility, a row per point. A hypertable by `surface_date`. */
export const volSurfaces: Table<"vol_surfaces", VolSurfacesColumns> = pgTable(
  "vol_surfaces",
  {
    instrumentId: integer("instrument_id").notNull(),
    surfaceDate: day("surface_date").notNull(),
    tenorDays: integer("tenor_days").notNull(),
    // No precision or scale: a scale would silently round the key.
    delta: numeric("delta").notNull(),
    callPut: text("call_put", { enum: callPuts }).notNull(),
    impliedVol: doublePrecision("implied_vol").notNull(),
  } satisfies VolSurfacesColumns,
  (t) => [
    primaryKey({
      name: "pk_vol_surfaces",
      columns: [t.instrumentId, t.surfaceDate, t.tenorDays, t.delta, t.callPut],
    }),
    foreignKey({
      name: "fk_vol_surfaces_instrument_id_instruments",
      columns: [t.instrumentId],
      foreignColumns: [instruments.id],
    }),
    check("ck_vol_surfaces_call_put", sql`call_put in ('C', 'P')`),
    check("ck_vol_surfaces_implied_vol", sql`implied_vol >= 0`),
    check("ck_vol_surfaces_tenor_days", sql`tenor_days >= 0`),
    check("ck_vol_surfaces_finite", finite("implied_vol", "delta")),
  ],
);

/** A row of {@linkcode volSurfaces}. */
export type VolSurface = typeof volSurfaces.$inferSelect;
/** What an insert into {@linkcode volSurfaces} takes. */
export type NewVolSurface = typeof volSurfaces.$inferInsert;

/** The comments of {@linkcode volSurfaces} in the database. */
export const volSurfacesComments: TableComments<VolSurfacesColumns> = {
  table: "Surfaces of implied volatility, a row a point",
  columns: {
    instrumentId: "The underlying",
    surfaceDate: "The day of the surface",
    tenorDays: "The tenor in days; a month counts 30, a year 365",
    delta: "The delta as the source quotes it, exact",
    callPut: "C for a call, P for a put",
    impliedVol: "The implied volatility, a fraction: 0.2 is 20 %",
  },
};

/** {@linkcode volSurfaces} as a hypertable. */
export const volSurfacesHypertable: Hypertable<typeof volSurfaces> = hypertable(volSurfaces, {
  by: "surfaceDate",
  chunkInterval: "1 year",
  compression: {
    segmentBy: ["instrumentId"],
    orderBy: ["surfaceDate desc", "tenorDays", "delta", "callPut"],
    after: "90 days",
  },
});
