import { sql } from "drizzle-orm";
import {
  check,
  doublePrecision,
  foreignKey,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import { finite } from "./_checks.ts";
import {
  day,
  type DayColumn,
  type DocumentColumn,
  type IntegerColumn,
  type NotNull,
  type NumberColumn,
  type Table,
  type TextColumn,
} from "./columns.ts";
import type { TableComments } from "./comments.ts";
import { instruments } from "./instruments.ts";
import { seriesMetadata } from "./series_metadata.ts";
import type { Hypertable } from "../timescale/declared_hypertable.ts";
import { hypertable } from "../timescale/hypertable.ts";

/** The columns of {@linkcode signals}. */
export type SignalsColumns = {
  /** The kind of signal, a name chosen by the user. */
  signalType: NotNull<TextColumn<"signal_type">>;
  /** The day of the signal. */
  signalDate: NotNull<DayColumn<"signal_date">>;
  /** Its target: `instrument:<id>`, `series:<id>` or `market`, created by `signalSubject`. */
  subject: NotNull<TextColumn<"subject">>;
  /** The instrument, if the signal is about one. */
  instrumentId: IntegerColumn<"instrument_id">;
  /** The series, if the signal is about one. */
  seriesId: IntegerColumn<"series_id">;
  /** The signal. */
  value: NumberColumn<"value">;
  /** The confidence, from 0 to 1. */
  confidence: NumberColumn<"confidence">;
  /** Any other data about the signal. */
  metadataJson: DocumentColumn<"metadata_json">;
};

/** Signals about an instrument, a series or the market. A hypertable by `signal_date`. */
export const signals: Table<"signals", SignalsColumns> = pgTable(
  "signals",
  {
    signalType: text("signal_type").notNull(),
    signalDate: day("signal_date").notNull(),
    // A plain text in the key: nullable key columns would duplicate rows on a re-run, and neither
    // NULLS NOT DISTINCT nor a generated column is safe in compressed chunks (TimescaleDB #9575,
    // #10057, #10579).
    subject: text("subject").notNull(),
    instrumentId: integer("instrument_id"),
    seriesId: integer("series_id"),
    value: doublePrecision("value"),
    confidence: doublePrecision("confidence"),
    metadataJson: jsonb("metadata_json").$type<Record<string, unknown>>(),
  } satisfies SignalsColumns,
  (t) => [
    primaryKey({ name: "pk_signals", columns: [t.signalType, t.signalDate, t.subject] }),
    foreignKey({
      name: "fk_signals_instrument_id_instruments",
      columns: [t.instrumentId],
      foreignColumns: [instruments.id],
    }),
    foreignKey({
      name: "fk_signals_series_id_series_metadata",
      columns: [t.seriesId],
      foreignColumns: [seriesMetadata.id],
    }),
    check(
      "ck_signals_subject",
      sql`subject = case when instrument_id is not null then 'instrument:' || instrument_id::text when series_id is not null then 'series:' || series_id::text else 'market' end`,
    ),
    check("ck_signals_one_subject", sql`instrument_id is null or series_id is null`),
    check("ck_signals_confidence", sql`confidence between 0 and 1`),
    check("ck_signals_finite", finite("value")),
  ],
);

/** A row of {@linkcode signals}. */
export type Signal = typeof signals.$inferSelect;
/** What an insert into {@linkcode signals} takes. */
export type NewSignal = typeof signals.$inferInsert;

/** The comments of {@linkcode signals} in the database. */
export const signalsComments: TableComments<SignalsColumns> = {
  table: "Signals about an instrument, a series or the market",
  columns: {
    signalType: "The kind of signal",
    signalDate: "The day of the signal",
    subject: "What it is about: instrument:<id>, series:<id> or market",
    instrumentId: "The instrument, where it is about one",
    seriesId: "The series, where it is about one",
    value: "The signal",
    confidence: "How sure it is, from 0 to 1",
    metadataJson: "Whatever else belongs to it",
  },
};

/** {@linkcode signals} as a hypertable. */
export const signalsHypertable: Hypertable<typeof signals> = hypertable(signals, {
  by: "signalDate",
  chunkInterval: "1 year",
  compression: {
    segmentBy: ["signalType"],
    orderBy: ["signalDate desc", "subject"],
    after: "90 days",
  },
});
