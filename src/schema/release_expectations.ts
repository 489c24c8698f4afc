import { sql } from "drizzle-orm";
import {
  check,
  doublePrecision,
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import { finite } from "./_checks.ts";
import {
  day,
  type DayColumn,
  instant,
  type InstantColumn,
  type IntegerColumn,
  type NotNull,
  type NumberColumn,
  type Table,
  type TextColumn,
} from "./columns.ts";
import type { TableComments } from "./comments.ts";
import { seriesMetadata } from "./series_metadata.ts";

/** The columns of {@linkcode releaseExpectations}. */
export type ReleaseExpectationsColumns = {
  /** The series, a row of `series_metadata`. */
  seriesId: NotNull<IntegerColumn<"series_id">>;
  /** The day, or the first day of the period, whose value is expected. */
  observationDate: NotNull<DayColumn<"observation_date">>;
  /** Who expects it, such as a survey. */
  source: NotNull<TextColumn<"source">>;
  /** The expected value in the series' unit. */
  expectedValue: NotNull<NumberColumn<"expected_value">>;
  /** When the market could know the expectation. */
  knownAt: NotNull<InstantColumn<"known_at">>;
};

/**
 * What is expected of releases: the consensus of a survey, or a forecast, with every vintage.
 * `surprise` compares a release with the last one before it.
 */
export const releaseExpectations: Table<"release_expectations", ReleaseExpectationsColumns> =
  pgTable(
    "release_expectations",
    {
      seriesId: integer("series_id").notNull(),
      observationDate: day("observation_date").notNull(),
      source: text("source").notNull(),
      expectedValue: doublePrecision("expected_value").notNull(),
      knownAt: instant("known_at").notNull(),
    } satisfies ReleaseExpectationsColumns,
    (t) => [
      primaryKey({
        name: "pk_release_expectations",
        columns: [t.seriesId, t.observationDate, t.source, t.knownAt],
      }),
      foreignKey({
        name: "fk_release_expectations_series_id_series_metadata",
        columns: [t.seriesId],
        foreignColumns: [seriesMetadata.id],
      }),
      check("ck_release_expectations_known_at", sql`isfinite(known_at)`),
      check("ck_release_expectations_finite", finite("expected_value")),
    ],
  );

/** A row of {@linkcode releaseExpectations}. */
export type ReleaseExpectation = typeof releaseExpectations.$inferSelect;
/** What an insert into {@linkcode releaseExpectations} takes. */
export type NewReleaseExpectation = typeof releaseExpectations.$inferInsert;

/** The comments of {@linkcode releaseExpectations} in the database. */
export const releaseExpectationsComments: TableComments<ReleaseExpectationsColumns> = {
  table: "What was expected of releases, each forecast since it was known: what they surprised by",
  columns: {
    seriesId: "The series",
    observationDate: "The day, or the first day of the period, whose value is expected",
    source: "Who expects it, such as a survey",
    expectedValue: "The expected value in the series' unit",
    knownAt: "When the market could know the expectation",
  },
};
