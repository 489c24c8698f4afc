/**
 * Old chunks of hypertables as Parquet in a folder or on S3, and back: written, read back and
 * compared before a chunk is dropped, with a ledger in the database. DuckDB, polars, Spark, Trino and
 * ClickHouse read the files as they are.
 *
 * @example
 * ```ts
 * import { createDatabase, loadSettings } from "@strata/foundation";
 * import { archiveChunks, ohlcvHypertable } from "@strata/foundation/archive";
 *
 * export async function archiveCandles(olderThan: Date): Promise<void> {
 *   const settings = loadSettings();
 *   await using database = createDatabase({ settings });
 *   const { ranges } = await archiveChunks(database, ohlcvHypertable, {
 *     olderThan,
 *     to: "s3://cold/strata",
 *     minio: settings.minio,
 *   });
 *   for (const { from, rows, files } of ranges) console.log(from, rows, files);
 * }
 * ```
 *
 * @module
 */
export { archiveChunks } from "./archive_chunks.ts";
export type { ArchivedRange, ArchiveOptions, ArchiveResult } from "./archive_chunks.ts";
export { checkArchive } from "./check_archive.ts";
export type { ArchiveCheck, CheckArchiveOptions, CheckedRange } from "./check_archive.ts";
export { writeLake } from "./lake/mod.ts";
export type { LakeOptions, LakeResult, LakeTableResult } from "./lake/mod.ts";
export type { LedgerRange, RangeState } from "./ledger.ts";
export { listArchived } from "./list_archived.ts";
export type { TimeRange } from "./period.ts";
export { restoreRanges } from "./restore_ranges.ts";
export type { RestoredRange, RestoreRangesOptions } from "./restore_ranges.ts";
export type { Reach } from "./retention.ts";
export type { ArchiveStep } from "./step.ts";
export {
  curvesHypertable,
  hypertables,
  marketDataHypertable,
  ohlcvHypertable,
  signalsHypertable,
  volSurfacesHypertable,
} from "../../schema/mod.ts";
