import { customType, foreignKey, integer, pgSchema, primaryKey, text } from "drizzle-orm/pg-core";
import { catalogComments } from "./comments.ts";
import { instant } from "./columns.ts";
import { seriesMetadata } from "./series_metadata.ts";

const dayRanges = customType<{ data: string }>({ dataType: () => "datemultirange" });

/**
 * Which observations each release of a series repeated or changed. A value that a release only
 * repeats leaves no row in its table; this record shows a vintage that is loaded late that the
 * value was back by then. It is bookkeeping of `appendVintages`, and therefore in a schema of its
 * own.
 */
export const vintageCoverage = pgSchema("strata_ingest").table("vintage_coverage", {
  tableName: text("table_name").notNull(),
  seriesId: integer("series_id").notNull(),
  kind: text("kind").notNull(),
  releaseTime: instant("release_time").notNull(),
  covered: dayRanges("covered").notNull(),
  vintageKind: text("vintage_kind").notNull().default("native"),
}, (t) => [
  primaryKey({
    name: "pk_vintage_coverage",
    columns: [t.tableName, t.seriesId, t.kind, t.releaseTime],
  }),
  foreignKey({
    name: "fk_vintage_coverage_series_id_series_metadata",
    columns: [t.seriesId],
    foreignColumns: [seriesMetadata.id],
  }),
]);

/** The comments of {@linkcode vintageCoverage} in the database. */
export const vintageCoverageComments = catalogComments(vintageCoverage, {
  table:
    "Which observations each release of a series gave: what it repeats has no row in its table",
  columns: {
    tableName: "The table that the values are in, by its name",
    seriesId: "The series",
    kind: "The kind of flow or the fiscal metric; empty where a table has neither",
    releaseTime: "When the market could know it",
    covered: "The days whose values known by then the release gave",
    vintageKind: "How the release time is known",
  },
});
