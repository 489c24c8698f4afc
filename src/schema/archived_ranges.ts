import { sql } from "drizzle-orm";
import { bigint, check, pgSchema, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { catalogComments } from "./comments.ts";
import { instant } from "./columns.ts";

/**
 * Which ranges of hypertables stand in files: the ledger of the archive, and therefore in the
 * writers' own schema. A row is written before the first file, so nothing stands anywhere that no
 * row names.
 */
export const archivedRanges = pgSchema("strata_ingest").table("archived_ranges", {
  id: uuid("id").notNull(),
  tableName: text("table_name").notNull(),
  rangeStart: instant("range_start").notNull(),
  rangeEnd: instant("range_end").notNull(),
  place: text("place").notNull(),
  state: text("state", {
    enum: ["writing", "moved", "archived", "restored", "replaced"],
  }).notNull(),
  rows: bigint("rows", { mode: "number" }),
  contentSha256: text("content_sha256"),
  manifestSha256: text("manifest_sha256"),
  startedAt: instant("started_at").notNull().defaultNow(),
  archivedAt: instant("archived_at"),
  endedAt: instant("ended_at"),
}, (t) => [
  primaryKey({ name: "pk_archived_ranges", columns: [t.id] }),
  check("ck_archived_ranges_range", sql`range_start < range_end`),
]);

/** The comments of {@linkcode archivedRanges} in the database. */
export const archivedRangesComments = catalogComments(archivedRanges, {
  table: "Which ranges of hypertables were moved to files, and what proves that they are whole",
  columns: {
    id: "The name of its manifest at the place",
    tableName: "The hypertable, with its schema",
    rangeStart: "The first instant of the range",
    rangeEnd: "The first instant after the range",
    place: "The bucket and prefix, or the folder",
    state:
      "writing, moved (its rows left the table), archived (its files have their names), restored or replaced",
    rows: "How many rows it holds",
    contentSha256: "The SHA-256 of its rows as JSON lines, in the order of the key",
    manifestSha256: "The SHA-256 of its manifest",
    startedAt: "When its writing began",
    archivedAt: "When its rows left the table",
    endedAt: "When they came back, or a newer archive of the range took its place",
  },
});
