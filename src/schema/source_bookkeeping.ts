import {
  date,
  foreignKey,
  integer,
  jsonb,
  pgSchema,
  type PgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import { type CatalogComment, catalogComments } from "./comments.ts";
import { instant } from "./columns.ts";
import { seriesMetadata } from "./series_metadata.ts";

// Bookkeeping of the fetches, and therefore in the schema of the writers' own.
const ingest = pgSchema("strata_ingest");

/** What is fetched from sources, and where each fetch ended. */
export const followedSeries = ingest.table("followed_series", {
  source: text("source").notNull(),
  code: text("code").notNull(),
  seriesId: integer("series_id"),
  settings: jsonb("settings").$type<Record<string, string>>().notNull().default({}),
  facts: jsonb("facts").$type<Record<string, string>>().notNull().default({}),
  cursor: text("cursor"),
  validators: jsonb("validators").$type<Record<string, string>>().notNull().default({}),
  followedAt: instant("followed_at").notNull().defaultNow(),
  triedAt: instant("tried_at"),
  succeededAt: instant("succeeded_at"),
  error: text("error"),
  newestRelease: instant("newest_release"),
  newestObservation: date("newest_observation", { mode: "string" }),
}, (t) => [
  primaryKey({ name: "pk_followed_series", columns: [t.source, t.code] }),
  foreignKey({
    name: "fk_followed_series_series_id_series_metadata",
    columns: [t.seriesId],
    foreignColumns: [seriesMetadata.id],
  }),
]);

/** What one process alone works on. */
export const leases = ingest.table("leases", {
  name: text("name").notNull(),
  holder: text("holder").notNull(),
  until: instant("until").notNull(),
}, (t) => [primaryKey({ name: "pk_leases", columns: [t.name] })]);

/** When the next request to a source may be sent, by any process. */
export const requestSlots = ingest.table("request_slots", {
  source: text("source").notNull(),
  nextAt: instant("next_at").notNull(),
  taken: timestamp("taken", { withTimezone: true, mode: "date" }).array().notNull().default([]),
}, (t) => [primaryKey({ name: "pk_request_slots", columns: [t.source] })]);

/** The tables of the fetches' bookkeeping. */
export const sourceBookkeeping: readonly PgTable[] = [followedSeries, leases, requestSlots];

/** The comments of {@linkcode sourceBookkeeping} in the database. */
export const sourceBookkeepingComments: readonly CatalogComment[] = [
  ...catalogComments(followedSeries, {
    table: "What is fetched from sources, and where each fetch ended",
    columns: {
      source: "The source, by its name on the command line",
      code: "The source's own code of the series, curve or symbol",
      seriesId: "The series; null for curves and candles",
      settings: "What the user set for its fetches",
      facts: "What the source said of it that its fetches need",
      cursor: "Where the last stored page ended, as the source writes it",
      validators: "The validators of the answers stored last, by URL",
      followedAt: "Since when it is followed",
      triedAt: "When its last fetch began",
      succeededAt: "When its last complete fetch ended",
      error: "Why its last fetch failed; null if it did not",
      newestRelease: "Its newest release time that was fetched",
      newestObservation: "Its newest observation that was fetched",
    },
  }),
  ...catalogComments(leases, {
    table: "What one process alone works on, until it ends or stops renewing",
    columns: {
      name: "What is worked on",
      holder: "The process",
      until: "When another process may take it",
    },
  }),
  ...catalogComments(requestSlots, {
    table: "When the next request to a source may be sent, by any process",
    columns: {
      source: "The source",
      nextAt: "The first instant of the next free slot",
      taken: "The slots of the last minute",
    },
  }),
];
