/**
 * The migrations of this package, in order.
 *
 * @example
 * ```ts
 * import { createMigrator, openPostgresSession } from "@strata/foundation/migrate";
 * import { migrations } from "@strata/foundation/migrations";
 *
 * export async function migrate(url: string): Promise<void> {
 *   await createMigrator({ open: () => openPostgresSession(url), migrations }).up();
 * }
 * ```
 *
 * @module
 */
import type { Migration } from "../src/migrate/mod.ts";
import createMetadataTables from "./0001_create_metadata_tables.ts";
import createMacroHypertables from "./0002_create_macro_hypertables.ts";
import createOhlcv from "./0003_create_ohlcv.ts";
import compressHypertables from "./0004_compress_hypertables.ts";
import createCandleAggregates from "./0005_create_candle_aggregates.ts";
import createVintageCoverage from "./0006_create_vintage_coverage.ts";
import addVintageKind from "./0007_add_vintage_kind.ts";
import createSourceBookkeeping from "./0008_create_source_bookkeeping.ts";
import createReleaseCalendar from "./0009_create_release_calendar.ts";
import createPointInTimeFunctions from "./0010_create_point_in_time_functions.ts";
import createBacktestViews from "./0011_create_backtest_views.ts";
import createArchivedRanges from "./0012_create_archived_ranges.ts";
import createStreamOffsets from "./0013_create_stream_offsets.ts";
import speedUpReadFunctions from "./0014_speed_up_read_functions.ts";

/** The migrations of this package, in order: a package has no folder to list, so they stand here. */
export const migrations: readonly Migration[] = [
  createMetadataTables,
  createMacroHypertables,
  createOhlcv,
  compressHypertables,
  createCandleAggregates,
  createVintageCoverage,
  addVintageKind,
  createSourceBookkeeping,
  createReleaseCalendar,
  createPointInTimeFunctions,
  createBacktestViews,
  createArchivedRanges,
  createStreamOffsets,
  speedUpReadFunctions,
];
