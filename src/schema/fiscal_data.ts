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
import { fiscalMetrics, vintageKinds } from "./value_lists.ts";
import type { Hypertable } from "../timescale/declared_hypertable.ts";
import { hypertable } from "../timescale/hypertable.ts";

/** The columns of {@linkcode fiscalData}. */
export type FiscalDataColumns = {
  /** The series, a row of `series_metadata`. */
  seriesId: NotNull<IntegerColumn<"series_id">>;
  /** The day, or the first day of the period, that the value describes. */
  observationDate: NotNull<DayColumn<"observation_date">>;
  /** What the figure measures. */
  fiscalMetric: NotNull<ChoiceColumn<"fiscal_metric", typeof fiscalMetrics>>;
  /** The order of the releases of one observation, from 0. */
  revisionNumber: Defaulted<SmallIntegerColumn<"revision_number">>;
  /** The value; null if the source prints none or withdrew it. */
  value: NumberColumn<"value">;
  /** The unit of the value, if it differs from that of the series. */
  unit: TextColumn<"unit">;
  /** When the market could know it. */
  releaseTime: NotNull<InstantColumn<"release_time">>;
  /** When this database stored it. */
  ingestedAt: Defaulted<InstantColumn<"ingested_at">>;
  /** How the release time is known. */
  vintageKind: Defaulted<ChoiceColumn<"vintage_kind", typeof vintageKinds>>;
};

/** Fiscal figures with every revision. A hypertable by `observation_date`. */
export const fiscalData: Table<"fiscal_data", FiscalDataColumns> = pgTable(
  "fiscal_data",
  {
    seriesId: integer("series_id").notNull(),
    observationDate: day("observation_date").notNull(),
    fiscalMetric: text("fiscal_metric", { enum: fiscalMetrics }).notNull(),
    revisionNumber: smallint("revision_number").notNull().default(0),
    value: doublePrecision("value"),
    unit: text("unit"),
    releaseTime: instant("release_time").notNull(),
    ingestedAt: instant("ingested_at").notNull().defaultNow(),
    vintageKind: text("vintage_kind", { enum: vintageKinds }).notNull().default("native"),
  } satisfies FiscalDataColumns,
  (t) => [
    primaryKey({
      name: "pk_fiscal_data",
      columns: [t.seriesId, t.observationDate, t.fiscalMetric, t.revisionNumber],
    }),
    foreignKey({
      name: "fk_fiscal_data_series_id_series_metadata",
      columns: [t.seriesId],
      foreignColumns: [seriesMetadata.id],
    }),
    check("ck_fiscal_data_revision_number", sql`revision_number >= 0`),
    // '-infinity' would mean always known, '+infinity' never.
    check("ck_fiscal_data_release_time", sql`isfinite(release_time)`),
    check("ck_fiscal_data_finite", finite("value")),
  ],
);

/** A row of {@linkcode fiscalData}. */
export type FiscalData = typeof fiscalData.$inferSelect;
/** What an insert into {@linkcode fiscalData} takes. */
export type NewFiscalData = typeof fiscalData.$inferInsert;

/** The comments of {@linkcode fiscalData} in the database. */
export const fiscalDataComments: TableComments<FiscalDataColumns> = {
  table: "Fiscal figures with every revision",
  columns: {
    seriesId: "The series",
    observationDate: "The day, or the first day of the period, that the value describes",
    fiscalMetric: "What the figure measures",
    revisionNumber: "The order of the releases of one observation, from 0",
    value: "The value; null where the source prints none or withdrew it",
    unit: "The unit of the value, where it is not the series' own",
    releaseTime: "When the market could know it",
    ingestedAt: "When this database knew it",
    vintageKind: "How the release time is known: native, observed, assumed or pseudo",
  },
};

/** {@linkcode fiscalData} as a hypertable. */
export const fiscalDataHypertable: Hypertable<typeof fiscalData> = hypertable(fiscalData, {
  by: "observationDate",
  chunkInterval: "1 year",
  compression: {
    segmentBy: ["seriesId"],
    orderBy: ["observationDate desc", "fiscalMetric", "releaseTime desc", "revisionNumber desc"],
    after: "180 days",
    rollup: "3600 days",
  },
});
