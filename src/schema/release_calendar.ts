import { sql } from "drizzle-orm";
import { check, foreignKey, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import {
  day,
  type DayColumn,
  instant,
  type InstantColumn,
  type IntegerColumn,
  type NotNull,
  type Table,
  type TextColumn,
} from "./columns.ts";
import type { TableComments } from "./comments.ts";
import { seriesMetadata } from "./series_metadata.ts";

/** The columns of {@linkcode releaseCalendar}. */
export type ReleaseCalendarColumns = {
  /** The series, a row of `series_metadata`. */
  seriesId: NotNull<IntegerColumn<"series_id">>;
  /** The first day of the period to be published. */
  period: NotNull<DayColumn<"period">>;
  /** When it is expected; null if it was taken off the schedule. */
  expectedAt: InstantColumn<"expected_at">;
  /** The zone of the publisher's hour: an IANA name. */
  zone: NotNull<TextColumn<"zone">>;
  /** Since when the schedule said so. */
  knownAt: NotNull<InstantColumn<"known_at">>;
};

/**
 * When series are due, by the schedule as it was known at an instant: `nextRelease` reads what comes
 * next, `lateReleases` what is overdue. A row per change of the schedule.
 */
export const releaseCalendar: Table<"release_calendar", ReleaseCalendarColumns> = pgTable(
  "release_calendar",
  {
    seriesId: integer("series_id").notNull(),
    period: day("period").notNull(),
    expectedAt: instant("expected_at"),
    zone: text("zone").notNull(),
    knownAt: instant("known_at").notNull(),
  } satisfies ReleaseCalendarColumns,
  (t) => [
    primaryKey({ name: "pk_release_calendar", columns: [t.seriesId, t.period, t.knownAt] }),
    foreignKey({
      name: "fk_release_calendar_series_id_series_metadata",
      columns: [t.seriesId],
      foreignColumns: [seriesMetadata.id],
    }),
    check("ck_release_calendar_expected_at", sql`isfinite(expected_at)`),
    check("ck_release_calendar_known_at", sql`isfinite(known_at)`),
  ],
);

/** A row of {@linkcode releaseCalendar}. */
export type ReleaseCalendar = typeof releaseCalendar.$inferSelect;
/** What an insert into {@linkcode releaseCalendar} takes. */
export type NewReleaseCalendar = typeof releaseCalendar.$inferInsert;

/** The comments of {@linkcode releaseCalendar} in the database. */
export const releaseCalendarComments: TableComments<ReleaseCalendarColumns> = {
  table:
    "When series are due, by the schedule as it was known: tells what comes next and what is late",
  columns: {
    seriesId: "The series",
    period: "The first day of the period to be published",
    expectedAt: "When it is expected; null where it was taken off the schedule",
    zone: "The zone of the publisher's hour: an IANA name",
    knownAt: "Since when the schedule said so",
  },
};
