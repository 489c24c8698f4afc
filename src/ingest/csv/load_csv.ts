import type { PgTable } from "drizzle-orm/pg-core";
import { sqlState } from "../../database/mod.ts";
import { ConfigError } from "../../base/errors.ts";
import { ConflictError, type RowConflict } from "../refuse/conflict_error.ts";
import type { InsertRowsOptions } from "../insert_rows.ts";
import type { PlacedRow } from "../read/intake.ts";
import { type RowProblem, RowsError } from "../refuse/rows_error.ts";
import { runLoad } from "../write/run_load.ts";
import type { LoadProgress, LoadResult } from "../refuse/tally.ts";
import { drizzleOf, type WriteTarget } from "../stage/write_target.ts";
import { mappingProblems } from "./mapping/check_mapping.ts";
import type { CsvMapping } from "./mapping/csv_mapping.ts";
import { type CsvSource, sourceName } from "./read/csv_source.ts";
import { delimiterOf } from "./read/delimiter.ts";
import { encodingOf } from "./read/encoding.ts";
import { type LineConflict, LineConflictError } from "./line_conflict_error.ts";
import { type LineProblem, LinesError } from "./lines_error.ts";
import type { CsvLine } from "./read/csv_line.ts";
import { openSource } from "./read/open_source.ts";
import type { CreatedName } from "./names/create_names.ts";
import { planCsv } from "./map/plan_csv.ts";
import { type CsvProgress, progressMeter } from "./csv_progress.ts";
import { type BrokenLine, type CsvReader, readRecords } from "./read/records.ts";
import { lineOf, mapLine, type RowMap, rowNumber } from "./map/row_mapper.ts";

/** Options of {@linkcode loadCsv}: the mapping of the file, and what {@linkcode insertRows} takes. */
export interface LoadCsvOptions extends CsvMapping, Omit<InsertRowsOptions, "onProgress"> {
  /** Told, and waited for, after each batch. */
  readonly onProgress?: (progress: CsvProgress) => void | Promise<void>;
}

/** What loading a file did: of its rows, which for a wide file are its cells. */
export interface CsvResult extends Omit<LoadResult, "conflicts" | "problems"> {
  /** How many lines of data it has. */
  readonly lines: number;
  /** How many lines made no row, for what counts is missing in them. */
  readonly skipped: number;
  /** The series, sources and instruments that were made; none where `create` made none. */
  readonly created?: readonly CreatedName[];
  /** What helps the lines that were refused, where something does. */
  readonly remedies?: readonly string[];
  /** The first of those that conflict. */
  readonly conflicts: readonly LineConflict[];
  /** The first of the lines that were refused. */
  readonly problems: readonly LineProblem[];
}

/**
 * Loads a CSV file into a table, as a stream: of whatever size, with whatever delimiter, decimals and
 * dates, long or wide. Into `macroSeries`, `flowData` and `fiscalData` it appends vintages, as
 * {@linkcode appendVintages} does, where `onConflict` has no meaning and is refused; into other tables
 * it writes as {@linkcode insertRows} does.
 *
 * Every bad line is found, and nothing is stored where there is one, unless they are collected. The file
 * is a path, a pipe's too, or a stream of bytes: `{ name: "par.csv", bytes: response.body }`.
 *
 * @throws {ConfigError} Where there is no such file, or the mapping does not fit it or the table.
 * @throws {LinesError} Where lines are refused, with their numbers, fields and reasons.
 * @throws {LineConflictError} Where lines are stored with other values and `onConflict` is `error`.
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
 *     dateFormat: "MM/DD/YYYY",
 *   });
 *   console.log(inserted);
 * }
 * ```
 */
export async function loadCsv<Table extends PgTable>(
  target: WriteTarget,
  table: Table,
  file: CsvSource,
  options: LoadCsvOptions = {},
): Promise<CsvResult> {
  const name = sourceName(file);
  const problems = mappingProblems(options);
  if (problems.length > 0) {
    throw new ConfigError(`Cannot load "${name}": ${problems.join("; ")}`, { problems });
  }
  using source = await openSource(file, options.signal);
  const encoding = encodingOf(source, options.encoding);
  const head = new TextDecoder(encoding).decode(source.head);
  const delimiter = options.delimiter ?? delimiterOf(head, options);
  using records = readRecords(source, { ...options, encoding, delimiter });
  const { totalBytes } = source;
  return await loadRecords({ target, table, file: name, records, totalBytes }, options);
}

async function loadRecords(
  { target, table, file, records, totalBytes }: {
    readonly target: WriteTarget;
    readonly table: PgTable;
    readonly file: string;
    readonly records: CsvReader;
    readonly totalBytes: number | undefined;
  },
  { onProgress, ...options }: LoadCsvOptions,
): Promise<CsvResult> {
  const count = { lines: 0, skipped: 0 };
  const lines = records.lines();
  const first = await firstRecord(lines, file);
  const hasHeader = options.header ?? true;
  const header = headerOf(first, hasHeader);
  const { map, writer, created } = await planCsv(
    { db: drizzleOf(target), table, file, header },
    options,
  );
  const meter = progressMeter({
    totalBytes,
    commitEach: options.commitEach === true,
    bytes: () => records.bytes,
    now: () => performance.now(),
  });
  const progress = (load: LoadProgress) => onProgress?.(meter(load));
  try {
    const result = await runLoad(rowsOf(lines, { map, count, first, hasHeader }), {
      target,
      writer,
      options: { ...options, ...onProgress === undefined ? {} : { onProgress: progress } },
      isPlaced: true,
      readsOn: true,
    });
    return {
      ...result,
      ...count,
      conflicts: result.conflicts.map(lineConflict),
      problems: result.problems.map(lineProblem),
      ...created().length === 0 ? {} : { created: created() },
      ...map.remedies.size === 0 ? {} : { remedies: [...map.remedies] },
    };
  } catch (error) {
    throw ofLines(error, { file, remedies: map.remedies, commitEach: options.commitEach === true });
  }
}

/** Says of lines what an error says of rows. */
function ofLines(
  error: unknown,
  { file, remedies, commitEach }: {
    readonly file: string;
    readonly remedies: Iterable<string>;
    readonly commitEach: boolean;
  },
): unknown {
  if (error instanceof ConflictError) {
    return new LineConflictError(file, error.conflicts.map(lineConflict), {
      stored: commitEach ? "the batches before are stored" : "nothing is stored",
    });
  }
  if (!(error instanceof RowsError)) return error;
  const { refused, stored } = error;
  // What the server said, without the statement: that is none of the caller's.
  const cause = serverError(error.cause);
  return new LinesError(file, error.problems.map(lineProblem), {
    ...{ refused, stored, cause },
    remedies: [...remedies],
  });
}

function serverError(error: unknown): unknown {
  const state = sqlState(error);
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if ("code" in inner && inner.code === state) return inner;
  }
  return error;
}

type Lines = AsyncGenerator<CsvLine | BrokenLine>;

async function firstRecord(lines: Lines, file: string): Promise<CsvLine> {
  const { value, done } = await lines.next();
  if (done) throw new ConfigError(`Cannot load "${file}": it is empty, want a line at least`);
  if ("cells" in value) {
    return value.cells[0] === "Data Source" ? await worldBank(lines, value) : value;
  }
  throw new ConfigError(`Cannot load "${file}": its first line ${value.reason}`);
}

/** Finds the header of a file of the World Bank, behind the lines that say where it comes from. */
async function worldBank(lines: Lines, first: CsvLine): Promise<CsvLine> {
  if (first.cells.length > 3) return first;
  for (let i = 0; i < 4; i++) {
    const { value, done } = await lines.next();
    if (done || !("cells" in value)) break;
    if (value.cells[0] === "Country Name") return value;
  }
  return first;
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

function lineConflict({ row, ...conflict }: RowConflict): LineConflict {
  return { line: lineOf(row), ...conflict };
}

function lineProblem({ row, field, reason }: RowProblem): LineProblem {
  return { line: lineOf(row), field, reason };
}
