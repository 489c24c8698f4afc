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
import { flowTypes, vintageKinds } from "./value_lists.ts";
import type { Hypertable } from "../timescale/declared_hypertable.ts";
import { hypertable } from "../timescale/hypertable.ts";

/** The columns of {@linkcode flowData}. */
export type FlowDataColumns = {
  /** The series, a row of `series_metadata`. */
  seriesId: NotNull<IntegerColumn<"series_id">>;
  /** The day, or the first day of the period, that the value describes. */
  observationDate: NotNull<DayColumn<"observation_date">>;
  /** The kind of flow. */
  flowType: NotNull<ChoiceColumn<"flow_type", typeof flowTypes>>;
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

/** Flows of trade, capital and funds with every revision. A hypertable by `observation_date`. */
export const flowData: Table<"flow_data", FlowDataColumns> = pgTable(
  "flow_data",
  {
    seriesId: integer("series_id").notNull(),
    observationDate: day("observation_date").notNull(),
    flowType: text("flow_type", { enum: flowTypes }).notNull(),
    revisionNumber: smallint("revision_number").notNull().default(0),
    value: doublePrecision("value"),
    unit: text("unit"),
    releaseTime: instant("release_time").notNull(),
    ingestedAt: instant("ingested_at").notNull().defaultNow(),
    vintageKind: text("vintage_kind", { enum: vintageKinds }).notNull().default("native"),
  } satisfies FlowDataColumns,
  (t) => [
    primaryKey({
      name: "pk_flow_data",
      columns: [t.seriesId, t.observationDate, t.flowType, t.revisionNumber],
    }),
    foreignKey({
      name: "fk_flow_data_series_id_series_metadata",
      columns: [t.seriesId],
      foreignColumns: [seriesMetadata.id],
    }),
    check("ck_flow_data_revision_number", sql`revision_number >= 0`),
    // '-infinity' would mean always known, '+infinity' never.
    check("ck_flow_data_release_time", sql`isfinite(release_time)`),
    check("ck_flow_data_finite", finite("value")),
  ],
);

/** A row of {@linkcode flowData}. */
export type FlowData = typeof flowData.$inferSelect;
/** What an insert into {@linkcode flowData} takes. */
export type NewFlowData = typeof flowData.$inferInsert;

/** The comments of {@linkcode flowData} in the database. */
export const flowDataComments: TableComments<FlowDataColumns> = {
  table: "Flows of trade, capital and funds with every revision",
  columns: {
    seriesId: "The series",
    observationDate: "The day, or the first day of the period, that the value describes",
    flowType: "What the flow is a flow of",
    revisionNumber: "The order of the releases of one observation, from 0",
    value: "The value; null where the source prints none or withdrew it",
    unit: "The unit of the value, where it is not the series' own",
    releaseTime: "When the market could know it",
    ingestedAt: "When this database knew it",
    vintageKind: "How the release time is known: native, observed, assumed or pseudo",
  },
};

/** {@linkcode flowData} as a hypertable. */
export const flowDataHypertable: Hypertable<typeof flowData> = hypertable(flowData, {
  by: "observationDate",
  chunkInterval: "1 year",
  compression: {
    segmentBy: ["seriesId"],
    orderBy: ["observationDate desc", "flowType", "releaseTime desc", "revisionNumber desc"],
    after: "90 days",
    rollup: "3600 days",
  },
});
