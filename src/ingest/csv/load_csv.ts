import type { PgTable } from "drizzle-orm/pg-core";
import { ConfigError } from "../../errors.ts";
import type { RowConflict } from "../conflict_error.ts";
import type { InsertRowsOptions } from "../insert_rows.ts";
import type { PlacedRow } from "../intake.ts";
import { type RowProblem, RowsError } from "../rows_error.ts";
import { runLoad } from "../run_load.ts";
import type { LoadProgress, LoadResult } from "../tally.ts";
import { drizzleOf, type WriteTarget } from "../write_target.ts";
import { readHead } from "./_first_line.ts";
import { type LineProblem, LinesError } from "./lines_error.ts";
import type { CsvMapping } from "./csv_mapping.ts";
import { planCsv } from "./_plan_csv.ts";
import { type BrokenLine, findDelimiter, readRecords } from "./_records.ts";
import { type CsvLine, lineOf, mapLine, type RowMap, rowNumber } from "./_row_mapper.ts";

/** How far a file is loaded. */
export interface CsvProgress extends LoadProgress {
  /** How many bytes of the file were read. */
  readonly bytes: number;
  /** How many bytes it has; undefined where that is not known. */
  readonly totalBytes: number | undefined;
  /** How many rows were read a second, since the beginning. */
  readonly rowsPerSecond: number;
  /** How long reading the rest will take, at that rate; undefined where that is not known. */
  readonly secondsLeft: number | undefined;
}

/** Options of {@linkcode loadCsv}: the mapping of the file, and what {@linkcode insertRows} takes. */
export interface LoadCsvOptions extends CsvMapping, Omit<InsertRowsOptions, "onProgress"> {
  /** Told, and waited for, after each batch. */
  readonly onProgress?: (progress: CsvProgress) => void | Promise<void>;
}

/** A line whose key is stored with other values. */
export interface LineConflict extends Omit<RowConflict, "row"> {
  /** The line, from 1. */
  readonly line: number;
}

/** What loading a file did: of its rows, which for a wide file are its cells. */
export interface CsvResult extends Omit<LoadResult, "conflicts" | "problems"> {
  /** How many lines of data it has. */
  readonly lines: number;
  /** How many lines made no row, for what counts is missing in them. */
  readonly skipped: number;
  /** The first of those that conflict. */
  readonly conflicts: readonly LineConflict[];
  /** The first of the lines that were refused. */
  readonly problems: readonly LineProblem[];
}

/**
 * Loads a CSV file into a table, as a stream: of whatever size, with whatever delimiter, decimals and
 * dates, long or wide. Into `macroSeries`, `flowData` and `fiscalData` it appends vintages, as
 * {@linkcode appendVintages} does; into other tables it writes as {@linkcode insertRows} does.
 *
 * Every bad line is found, and nothing is stored where there is one, unless they are collected.
 *
 * @throws {ConfigError} Where the mapping does not fit the file or the table.
 * @throws {LinesError} Where lines are refused, with their numbers, fields and reasons.
 * @throws {StrataError} Where the file cannot be read as CSV.
 *
 * @example The US Treasury's par curve, a column a tenor
 * ```ts
 * import { createDatabase, curves, loadCsv } from "@strata/foundation";
 *
 * async function load(file: string): Promise<void> {
 *   await using database = createDatabase();
 *   const { inserted } = await loadCsv(database, curves, file, {
 *     columns: { curveDate: "Date" },
 *     set: { curveId: "US_TREASURY_PAR", curveType: "par" },
 *     wide: "tenors",
 *   });
 *   console.log(inserted);
 * }
 * ```
 */
export async function loadCsv<Table extends PgTable>(
  target: WriteTarget,
  table: Table,
  file: string,
  options: LoadCsvOptions = {},
): Promise<CsvResult> {
  const { onProgress, ...rest } = options;
  const head = await readHead(file, options);
  const quote = options.quote ?? '"';
  const delimiter = options.delimiter ?? findDelimiter(head.line, quote);
  const records = readRecords(file, { ...options, delimiter });
  const count = { lines: 0, skipped: 0 };
  await using lines = records.lines();
  const first = await firstRecord(lines, file);
  const header = headerOf(first, options.header ?? true);
  const { map, writer } = await planCsv({ db: drizzleOf(target), table, file, header }, options);
  const started = performance.now();
  const progress = (load: LoadProgress) =>
    onProgress?.(withRate(load, { started, bytes: records.bytes, totalBytes: head.bytes }));
  try {
    const result = await runLoad(
      rowsOf(lines, { map, count, first, hasHeader: options.header ?? true }),
      {
        target,
        writer,
        options: { ...rest, ...onProgress === undefined ? {} : { onProgress: progress } },
        isPlaced: true,
        readsOn: true,
      },
    );
    return {
      ...result,
      ...count,
      conflicts: result.conflicts.map(({ row, ...conflict }) => ({
        line: lineOf(row),
        ...conflict,
      })),
      problems: result.problems.map(lineProblem),
    };
  } catch (error) {
    if (!(error instanceof RowsError)) throw error;
    throw new LinesError(file, error.problems.map(lineProblem), {
      refused: error.refused,
      stored: error.stored,
      cause: error.cause,
    });
  }
}

type Lines = AsyncGenerator<CsvLine | BrokenLine>;

async function firstRecord(lines: Lines, file: string): Promise<CsvLine> {
  const { value, done } = await lines.next();
  if (done) throw new ConfigError(`Cannot load "${file}": it is empty, want a line at least`);
  if ("cells" in value) return value;
  throw new ConfigError(`Cannot load "${file}": its first line ${value.reason}`);
}

function headerOf(first: CsvLine, header: boolean | readonly string[]): readonly string[] {
  if (typeof header !== "boolean") return header;
  return header ? first.cells : first.cells.map((_, i) => String(i + 1));
}

async function* rowsOf(
  lines: Lines,
  { map, count, first, hasHeader }: {
    readonly map: RowMap;
    readonly count: { lines: number; skipped: number };
    readonly first: CsvLine;
    readonly hasHeader: boolean | readonly string[];
  },
): AsyncGenerator<PlacedRow> {
  const take = (line: CsvLine | BrokenLine): readonly PlacedRow[] => {
    count.lines++;
    const rows = "cells" in line ? mapLine(map, line) : [brokenRow(line)];
    if (rows.length === 0) count.skipped++;
    return rows;
  };
  if (hasHeader !== true) yield* take(first);
  for await (const line of lines) yield* take(line);
}

function brokenRow({ line, reason }: BrokenLine): PlacedRow {
  const number = rowNumber(line);
  return { number, row: undefined, problems: [{ row: number, field: undefined, reason }] };
}

function lineProblem({ row, field, reason }: RowProblem): LineProblem {
  return { line: lineOf(row), field, reason };
}

function withRate(
  load: LoadProgress,
  file: {
    readonly started: number;
    readonly bytes: number;
    readonly totalBytes: number | undefined;
  },
): CsvProgress {
  const { bytes, totalBytes } = file;
  const seconds = Math.max(performance.now() - file.started, 1) / 1_000;
  const left = totalBytes === undefined || bytes === 0 || load.phase === "writing"
    ? undefined
    : Math.max(0, totalBytes - bytes) / (bytes / seconds);
  return { ...load, bytes, totalBytes, rowsPerSecond: load.read / seconds, secondsLeft: left };
}
