import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, integer, pgTable, text, unique } from "drizzle-orm/pg-core";
import {
  type ChoiceColumn,
  type Defaulted,
  type FlagColumn,
  type IdentityColumn,
  instant,
  type InstantColumn,
  type IntegerColumn,
  type NotNull,
  type Table,
  type TextColumn,
} from "./columns.ts";
import type { TableComments } from "./comments.ts";
import { countries } from "./countries.ts";
import { dataSources } from "./data_sources.ts";
import { decimalSeparators, frequencies } from "./value_lists.ts";

/** The columns of {@linkcode seriesMetadata}. */
export type SeriesMetadataColumns = {
  /** The key, assigned by the database. */
  id: IdentityColumn<"id">;
  /** The source, a row of `data_sources`. */
  sourceId: NotNull<IntegerColumn<"source_id">>;
  /** The source's own code, such as `GDPC1`. */
  seriesCode: NotNull<TextColumn<"series_code">>;
  /** The name for people. */
  name: NotNull<TextColumn<"name">>;
  /** How often observations come. */
  frequency: NotNull<ChoiceColumn<"frequency", typeof frequencies>>;
  /** The country; `GLOBAL` if it has none. */
  country: NotNull<ChoiceColumn<"country", typeof countries>>;
  /** The unit of the values. */
  unit: NotNull<TextColumn<"unit">>;
  /** The decimal separator, if the source's format is text. */
  decimalSeparator: Defaulted<ChoiceColumn<"decimal_separator", typeof decimalSeparators>>;
  /** How the source writes a day. */
  dateFormat: Defaulted<TextColumn<"date_format">>;
  /** Whether the source revises published values. */
  isRevisable: Defaulted<FlagColumn<"is_revisable">>;
  /** The zone of the source's release hours: an IANA name, never an offset. */
  releaseTimezone: NotNull<TextColumn<"release_timezone">>;
  /** When the row was created. */
  createdAt: Defaulted<InstantColumn<"created_at">>;
  /** When the row was last changed, by any client. */
  updatedAt: Defaulted<InstantColumn<"updated_at">>;
};

/** The series that sources publish, a row per series. */
export const seriesMetadata: Table<"series_metadata", SeriesMetadataColumns> = pgTable(
  "series_metadata",
  {
    id: integer("id").generatedAlwaysAsIdentity().primaryKey(),
    sourceId: integer("source_id").notNull(),
    seriesCode: text("series_code").notNull(),
    name: text("name").notNull(),
    frequency: text("frequency", { enum: frequencies }).notNull(),
    country: text("country", { enum: countries }).notNull(),
    unit: text("unit").notNull(),
    decimalSeparator: text("decimal_separator", { enum: decimalSeparators }).notNull().default("."),
    dateFormat: text("date_format").notNull().default("YYYY-MM-DD"),
    isRevisable: boolean("is_revisable").notNull().default(true),
    releaseTimezone: text("release_timezone").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  } satisfies SeriesMetadataColumns,
  (t) => [
    unique("uq_series_metadata_source_id").on(t.sourceId, t.seriesCode),
    foreignKey({
      name: "fk_series_metadata_source_id_data_sources",
      columns: [t.sourceId],
      foreignColumns: [dataSources.id],
    }),
    // Etc/GMT+3 is a fixed offset with an IANA name (and the opposite sign).
    check(
      "ck_series_metadata_release_timezone",
      sql`release_timezone = 'UTC' or (release_timezone ~ '^[A-Z][A-Za-z_]+/[A-Z]' and release_timezone not like 'Etc/%')`,
    ),
  ],
);

/** A row of {@linkcode seriesMetadata}. */
export type SeriesMetadata = typeof seriesMetadata.$inferSelect;
/** What an insert into {@linkcode seriesMetadata} takes. */
export type NewSeriesMetadata = typeof seriesMetadata.$inferInsert;

/** The comments of {@linkcode seriesMetadata} in the database. */
export const seriesMetadataComments: TableComments<SeriesMetadataColumns> = {
  table: "The series that sources publish, a row each",
  columns: {
    id: "The key, assigned by the database",
    sourceId: "The source",
    seriesCode: "The source's own code, GDPC1 for one",
    name: "The name for people",
    frequency: "How often an observation comes",
    country: "ISO 3166 code, EU, or GLOBAL where there is no country",
    unit: "The unit of the values",
    decimalSeparator: "What sets off decimals where the source's format is text",
    dateFormat: "How the source writes a day",
    isRevisable: "Whether the source revises what it published",
    releaseTimezone: "The zone of the source's release hours: an IANA name, never an offset",
    createdAt: "When the row was made",
    updatedAt: "When the row was last changed, by any client",
  },
};
