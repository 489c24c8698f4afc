import { sql } from "drizzle-orm";
import {
  check,
  doublePrecision,
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
} from "drizzle-orm/pg-core";
import { finite } from "./_checks.ts";
import {
  type ChoiceColumn,
  day,
  type DayColumn,
  type Defaulted,
  instant,
  type InstantColumn,
  type IntegerColumn,
  type NotNull,
  type NumberColumn,
  type SmallIntegerColumn,
  type Table,
  type TextColumn,
} from "./columns.ts";
import type { TableComments } from "./comments.ts";
import { seriesMetadata } from "./series_metadata.ts";
import { vintageKinds } from "./value_lists.ts";
import type { Hypertable } from "../timescale/declared_hypertable.ts";
import { hypertable } from "../timescale/hypertable.ts";

/** The columns of {@linkcode macroSeries}. */
export type MacroSeriesColumns = {
  /** The series, a row of `series_metadata`. */
  seriesId: NotNull<IntegerColumn<"series_id">>;
  /** The day, or the first day of the period, that the value describes. */
  observationDate: NotNull<DayColumn<"observation_date">>;
  /** The order of the releases of one observation, from 0. */
  revisionNumber: Defaulted<SmallIntegerColumn<"revision_number">>;
  /** The value in the series' unit; null if the source prints none or withdrew it. */
  value: NumberColumn<"value">;
  /** When the market could know it. */
  releaseTime: NotNull<InstantColumn<"release_time">>;
  /** The publisher. */
  source: TextColumn<"source">;
  /** When this database stored it. */
  ingestedAt: Defaulted<InstantColumn<"ingested_at">>;
  /** How the release time is known. */
  vintageKind: Defaulted<ChoiceColumn<"vintage_kind", typeof vintageKinds>>;
};

/** Macro series with every revision and its release time. A hypertable by `observation_date`. */
export const macroSeries: Table<"macro_series", MacroSeriesColumns> = pgTable(
  "macro_series",
  {
    seriesId: integer("series_id").notNull(),
    observationDate: day("observation_date").notNull(),
    revisionNumber: smallint("revision_number").notNull().default(0),
    value: doublePrecision("value"),
    releaseTime: instant("release_time").notNull(),
    source: text("source"),
    ingestedAt: instant("ingested_at").notNull().defaultNow(),
    vintageKind: text("vintage_kind", { enum: vintageKinds }).notNull().default("native"),
  } satisfies MacroSeriesColumns,
  (t) => [
    primaryKey({
      name: "pk_macro_series",
      columns: [t.seriesId, t.observationDate, t.revisionNumber],
    }),
    foreignKey({
      name: "fk_macro_series_series_id_series_metadata",
      columns: [t.seriesId],
      foreignColumns: [seriesMetadata.id],
    }),
    check("ck_macro_series_revision_number", sql`revision_number >= 0`),
    // '-infinity' would mean always known, '+infinity' never.
    check("ck_macro_series_release_time", sql`isfinite(release_time)`),
    check("ck_macro_series_finite", finite("value")),
  ],
);

/** A row of {@linkcode macroSeries}. */
export type MacroSeries = typeof macroSeries.$inferSelect;
/** What an insert into {@linkcode macroSeries} takes. */
export type NewMacroSeries = typeof macroSeries.$inferInsert;

/** The comments of {@linkcode macroSeries} in the database. */
export const macroSeriesComments: TableComments<MacroSeriesColumns> = {
  table: "Macro series with every revision, each with the time of its release",
  columns: {
    seriesId: "The series",
    observationDate: "The day, or the first day of the period, that the value describes",
    revisionNumber: "The order of the releases of one observation, from 0",
    value: "In the series' unit; null where the source prints none or withdrew it",
    releaseTime: "When the market could know it",
    source: "Who published it",
    ingestedAt: "When this database knew it",
    vintageKind: "How the release time is known: native, observed, assumed or pseudo",
  },
};

/** {@linkcode macroSeries} as a hypertable. */
export const macroSeriesHypertable: Hypertable<typeof macroSeries> = hypertable(macroSeries, {
  by: "observationDate",
  chunkInterval: "1 year",
  compression: {
    segmentBy: ["seriesId"],
    orderBy: ["observationDate desc", "releaseTime desc", "revisionNumber desc"],
    after: "90 days",
    rollup: "3600 days",
  },
});
