/**
 * Writing: rows by their natural key, revisions by what was known, CSV files, and the ranges that a
 * backfill has covered.
 *
 * @module
 */
export { insertRows } from "./insert_rows.ts";
export type { InsertRowsOptions, RowInput } from "./insert_rows.ts";
export type { LoadOptions } from "./run_load.ts";
export { ConflictError } from "./conflict_error.ts";
export type { RowConflict } from "./conflict_error.ts";
export { RowsError } from "./rows_error.ts";
export type { RowProblem } from "./rows_error.ts";
export type { LoadProgress, LoadResult } from "./tally.ts";
export type { OnConflict } from "./write_source.ts";
export type { RowSource } from "./_row_reader.ts";
export type { DrizzleTarget, WriteTarget } from "./write_target.ts";
export { appendVintages } from "./append_vintages.ts";
export type {
  AppendVintagesOptions,
  AppendVintagesResult,
  VintageInput,
  VintageTable,
} from "./append_vintages.ts";
export { backfill } from "./backfill.ts";
export type {
  BackfillOptions,
  BackfillResult,
  BackfillStep,
  CandleInput,
  FetchedCandles,
  FetchWindow,
} from "./backfill.ts";
export type { CandleSeries, TimeRange } from "./candle_series.ts";
export { missingRanges } from "./missing_ranges.ts";
export { recordRange } from "./record_range.ts";
export type { CoveredRange } from "./record_range.ts";
export { loadCsv } from "./csv/load_csv.ts";
export type { CsvResult, LoadCsvOptions } from "./csv/load_csv.ts";
export type { CsvProgress } from "./csv/csv_progress.ts";
export type { CsvSource, CsvStream } from "./csv/csv_source.ts";
export { LineConflictError } from "./csv/line_conflict_error.ts";
export type { LineConflict } from "./csv/line_conflict_error.ts";
export type { CsvCells, CsvFormat, CsvMapping } from "./csv/csv_mapping.ts";
export { LinesError } from "./csv/lines_error.ts";
export type { LineProblem } from "./csv/lines_error.ts";
