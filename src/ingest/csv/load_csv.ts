import type { PgTable } from "drizzle-orm/pg-core";
import { ConfigError } from "../../base/errors.ts";
import { columnarKind, openColumnar } from "../columnar/mod.ts";
import type { InsertRowsOptions } from "../insert_rows.ts";
import { runLoad } from "../write/run_load.ts";
import type { LoadProgress, LoadResult } from "../refuse/tally.ts";
import { drizzleOf, type WriteTarget } from "../stage/write_target.ts";
import { checkRows, type PreviewRow } from "./check_rows.ts";
import { mappingProblems } from "./mapping/check_mapping.ts";
import type { CsvMapping } from "./mapping/csv_mapping.ts";
import { type CsvSource, sourceName } from "./read/csv_source.ts";
import { delimiterOf } from "./read/delimiter.ts";
import { encodingOf } from "./read/encoding.ts";
import { firstRecord, headerOf } from "./read/header.ts";
import type { LineConflict } from "./line_conflict_error.ts";
import type { LineProblem } from "./lines_error.ts";
import { lineConflict, lineProblem, ofLines } from "./of_lines.ts";
import { openSource } from "./read/open_source.ts";
import type { CreatedName } from "./names/create_names.ts";
import { lineRows } from "./map/line_rows.ts";
import { planCsv } from "./map/plan_csv.ts";
import { toldOf, type ToldOfLines } from "./told_of_lines.ts";
import { type CsvProgress, progressMeter } from "./csv_progress.ts";
import { type CsvReader, readRecords } from "./read/records.ts";

/**
 * Options of {@linkcode loadCsv}: the mapping of the file, and the options of {@linkcode
 * insertRows}.
 */
export interface LoadCsvOptions extends CsvMapping, Omit<InsertRowsOptions, "onProgress"> {
  /** Reads and checks the whole file but writes nothing; the result has the first rows. */
  readonly dryRun?: boolean;
  /** Called after each batch, and awaited. */
  readonly onProgress?: (progress: CsvProgress) => void | Promise<void>;
}

/** The result of loading a file. It counts rows; in a wide file, each cell is a row. */
export interface CsvResult extends Omit<LoadResult, "conflicts" | "problems">, ToldOfLines {
  /** How many lines of data the file has. */
  readonly lines: number;
  /**
   * How many lines made no row: left out by `where`, empty, footers, or without a value of
   * `skipMissing`.
   */
  readonly skipped: number;
  /** The series, sources and instruments that `create` made; undefined if there are none. */
  readonly created?: readonly CreatedName[];
  /** With `dryRun`, the first rows as they would be stored. Nothing counts as inserted then. */
  readonly preview?: readonly PreviewRow[];
  /** The first lines that conflict. */
  readonly conflicts: readonly LineConflict[];
  /** The first lines that were refused. */
  readonly problems: readonly LineProblem[];
}

/**
 * Loads a CSV file into a table. The file is read as a stream, so it may have any size; delimiter,
 * decimals and dates are configurable, and it may be long or wide. A Parquet file, an Arrow file
 * (Feather) or an Arrow stream is known by its first bytes and loaded in the same way, each value
 * exact; its rows are counted from 1 where lines are named.
 *
 * Into `macroSeries`, `flowData` and `fiscalData` it appends vintages, as {@linkcode
 * appendVintages} does; `onConflict` has no meaning there and is refused. Into other tables it
 * writes as {@linkcode insertRows} does.
 *
 * Every bad line is reported. If there is one, nothing is stored, unless `badRows` is `collect`.
 * The file is a path, which may be a pipe, or a stream of bytes: `{ name: "par.csv", bytes:
 * response.body }`.
 *
 * @throws {ConfigError} If there is no such file, or the mapping does not fit the file or the
 * table.
 * @throws {LinesError} If lines are refused, with their numbers, fields and reasons.
 * @throws {LineConflictError} If lines are stored with other values and `onConflict` is `error`.
 * @throws {StrataError} If the file cannot be read as CSV.
 *
 * @example The US Treasury's par curve, one column per tenor
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
  const kind = columnarKind(source.head);
  const { totalBytes } = source;
  if (kind !== undefined) {
    const path = typeof file === "string" ? file : undefined;
    const chunks = () => source.chunks();
    using records = openColumnar({ kind, name, path, size: totalBytes, chunks });
    return await loadRecords({ target, table, file: name, records, totalBytes }, options);
  }
  const encoding = encodingOf(source, options.encoding);
  const head = new TextDecoder(encoding).decode(source.head);
  const delimiter = options.delimiter ?? delimiterOf(head, options);
  using records = readRecords(source, { ...options, encoding, delimiter });
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
  { onProgress, dryRun, ...options }: LoadCsvOptions,
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
    const rows = lineRows(lines, { map, count, first, hasHeader });
    const told = { ...options, ...onProgress === undefined ? {} : { onProgress: progress } };
    const result = dryRun
      ? await checkRows(rows, { plan: writer.plan, pending: map.pending, options: told })
      : await runLoad(rows, {
        ...{ target, writer, options: told },
        operation: "loadCsv",
        isPlaced: true,
        readsOn: true,
      });
    return {
      ...result,
      ...count,
      conflicts: result.conflicts.map(lineConflict),
      problems: result.problems.map(lineProblem),
      ...dryRun || created().length === 0 ? {} : { created: created() },
      ...toldOf(map.notes),
    };
  } catch (error) {
    throw ofLines(error, {
      file,
      remedies: map.notes.remedies,
      commitEach: options.commitEach === true,
    });
  }
}
