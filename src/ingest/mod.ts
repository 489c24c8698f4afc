/**
 * Writing: rows by natural key, revisions, CSV files, and the ranges that a backfill has covered.
 * Called by services, connectors and `deno task load`.
 * Never stores a row twice, and never loses one silently.
 *
 * @module
 */
export { insertRows } from "./insert_rows.ts";
export type { InsertRowsOptions, RowInput } from "./insert_rows.ts";
export type { LoadOptions } from "./write/run_load.ts";
export { ConflictError } from "./refuse/conflict_error.ts";
export type { RowConflict } from "./refuse/conflict_error.ts";
export { RowsError } from "./refuse/rows_error.ts";
export type { RowProblem } from "./refuse/rows_error.ts";
export type { LoadProgress, LoadResult } from "./refuse/tally.ts";
export type { OnConflict } from "./write/write_source.ts";
export type { RowSource } from "./read/row_reader.ts";
export type { DrizzleTarget, WriteTarget } from "./stage/write_target.ts";
export { appendVintages } from "./append_vintages.ts";
export type {
  AppendVintagesOptions,
  AppendVintagesResult,
  VintageInput,
  VintageTable,
} from "./append_vintages.ts";
export { appendExpectations } from "./append_expectations.ts";
export { recordSchedule } from "./record_schedule.ts";
export type {
  PeriodSchedule,
  RecordScheduleOptions,
  RecordScheduleResult,
} from "./record_schedule.ts";
export { backfill } from "./backfill.ts";
export type {
  BackfillOptions,
  BackfillResult,
  BackfillStep,
  CandleInput,
  FetchedCandles,
  FetchWindow,
} from "./backfill.ts";
export type { CandleSeries, TimeRange } from "./candles/candle_series.ts";
export { missingRanges } from "./candles/missing_ranges.ts";
export { recordRange } from "./candles/record_range.ts";
export type { CoveredRange } from "./candles/record_range.ts";
export { loadCsv } from "./csv/load_csv.ts";
export type { CsvResult, LoadCsvOptions } from "./csv/load_csv.ts";
export type { ToldOfFlags, ToldOfLines } from "./csv/told_of_lines.ts";
export type { PreviewRow } from "./csv/check_rows.ts";
export type { CreatedName } from "./csv/names/create_names.ts";
export type { CsvProgress } from "./csv/csv_progress.ts";
export type { CsvSource, CsvStream } from "./csv/read/csv_source.ts";
export { LineConflictError } from "./csv/line_conflict_error.ts";
export type { LineConflict } from "./csv/line_conflict_error.ts";
export type { CsvCells, CsvFormat, CsvMapping } from "./csv/mapping/csv_mapping.ts";
export { LinesError } from "./csv/lines_error.ts";
export type { LineProblem } from "./csv/lines_error.ts";
