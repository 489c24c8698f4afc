import type { PgTable } from "drizzle-orm/pg-core";
import type { z } from "zod";
import type { InsertSchema, SignalInput, signals } from "../schema/mod.ts";
import { Intake } from "./_intake.ts";
import { type Load, loadAll, loadEach } from "./_load.ts";
import { RowReader, type RowSource } from "./_row_reader.ts";
import { tablePlan } from "./_table_plan.ts";
import { type LoadProgress, type LoadResult, Tally } from "./_tally.ts";
import { type OnConflict, writeCarefully, type WriteJob, writeQuickly } from "./_write_source.ts";
import { drizzleOf, type WriteTarget } from "./write_target.ts";

/** What a row of a table is written as: instants also as texts with their zone. */
export type RowInput<Table extends PgTable> = Table extends typeof signals ? SignalInput
  : z.input<InsertSchema<Table>>;

/** Options that every load takes. */
export interface LoadOptions {
  /**
   * What to do with bad rows: `refuse` stores nothing and throws, `collect` goes on without them and
   * gives their numbers, fields and reasons.
   */
  readonly badRows?: "refuse" | "collect";
  /** How many rows make a batch; 20,000 by default. */
  readonly batchRows?: number;
  /** How many conflicts and problems are kept as examples; 20 by default. Their counts are exact. */
  readonly maxExamples?: number;
  /** How long a source may take to give a row, in milliseconds; 300,000 by default. */
  readonly stallTimeoutMs?: number;
  /** Told, and waited for, after each batch. */
  readonly onProgress?: (progress: LoadProgress) => void | Promise<void>;
  /** Ends the load between two batches, or while it waits for its source. */
  readonly signal?: AbortSignal;
}

/** Options of {@linkcode insertRows}. */
export interface InsertRowsOptions extends LoadOptions {
  /**
   * What to do with a row whose key is stored with other values: `keep` what is stored (the default),
   * `replace` it, or throw an `error` and store nothing. Counted as conflicting in either case.
   */
  readonly onConflict?: OnConflict;
  /** Commits each batch instead of all rows at once: what is committed stays whatever follows. */
  readonly commitEach?: boolean;
}

/**
 * Writes rows by their natural key, the table's primary key. Writing them again changes nothing.
 *
 * Rows stream through in batches, as many as there are; more than one batch is gathered in a temporary
 * table before the first row is written. All rows are stored or none, unless `commitEach` says
 * otherwise. Columns that a row leaves out are neither compared nor overwritten. Two writers of the
 * same rows at once are safe, and so are chunks that are compressed, or are being compressed.
 *
 * @throws {RowsError} Where rows are refused: NaN, an instant without its zone, an unknown series.
 * @throws {ConflictError} Where rows are stored with other values and `onConflict` is `error`.
 * @throws {ConnectionError} Where the connection is lost; nothing is stored that was not committed.
 * @throws {TypeError} Where the table has no natural key.
 *
 * @example
 * ```ts
 * import { createDatabase, insertRows, ohlcv } from "@strata/foundation";
 *
 * async function store(candles: AsyncIterable<typeof ohlcv.$inferInsert>): Promise<void> {
 *   await using database = createDatabase();
 *   const { inserted, conflicting, conflicts } = await insertRows(database, ohlcv, candles);
 *   console.log(`${inserted} new, ${conflicting} differ from what is stored`, conflicts);
 * }
 * ```
 */
export async function insertRows<Table extends PgTable>(
  target: WriteTarget,
  table: Table,
  rows: RowSource<RowInput<Table>>,
  options: InsertRowsOptions = {},
): Promise<LoadResult> {
  const plan = tablePlan(table);
  const { onConflict = "keep", maxExamples = 20 } = options;
  const collects = options.badRows === "collect";
  const job: WriteJob = { plan, onConflict, collects, maxExamples };
  return await runLoad(rows, {
    target,
    options,
    writer: {
      ...job,
      quickly: (tx, source) => writeQuickly(tx, source, job),
      carefully: (tx, source) => writeCarefully(tx, source, job),
    },
    run: options.commitEach ? loadEach : loadAll,
  });
}

/** Runs a load of rows from their source to their writer. */
export async function runLoad(
  rows: RowSource<unknown>,
  { target, options, writer, run }: {
    readonly target: WriteTarget;
    readonly options: LoadOptions;
    readonly writer: Load["writer"];
    readonly run: (load: Load) => Promise<void>;
  },
): Promise<LoadResult> {
  const { batchRows = 20_000, maxExamples = 20, stallTimeoutMs = 300_000, signal } = options;
  if (!(batchRows >= 1)) {
    throw new RangeError(`Cannot write ${batchRows} rows a batch: want 1 or more`);
  }
  const { plan } = writer;
  const tally = new Tally({
    table: plan.name,
    collects: options.badRows === "collect",
    maxExamples,
    onProgress: options.onProgress,
  });
  using reader = new RowReader(rows, { signal, stallTimeoutMs });
  const intake = new Intake(plan, reader, { tally, batchRows, signal });
  await run({ target: drizzleOf(target), intake, writer, tally, batchRows, signal });
  return tally.result(reader.count);
}
