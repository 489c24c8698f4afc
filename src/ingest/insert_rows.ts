import type { PgTable } from "drizzle-orm/pg-core";
import type { z } from "zod";
import type { InsertSchema, SignalInput, signals } from "../schema/mod.ts";
import type { RowSource } from "./read/row_reader.ts";
import { rowWriter } from "./write/row_writer.ts";
import { type LoadOptions, runLoad } from "./write/run_load.ts";
import { tablePlan } from "./encode/table_plan.ts";
import type { LoadResult } from "./refuse/tally.ts";
import type { OnConflict } from "./write/write_source.ts";
import type { WriteTarget } from "./stage/write_target.ts";

/** The input type of a table's row: instants also as texts with their zone. */
export type RowInput<Table extends PgTable> = Table extends typeof signals ? SignalInput
  : z.input<InsertSchema<Table>>;

/** Options of {@linkcode insertRows}. */
export interface InsertRowsOptions extends LoadOptions {
  /**
   * What to do with a row whose key is stored with other values: `keep` the stored one (the
   * default), `replace` it, or throw an `error` and store nothing. It counts as conflicting in any
   * case.
   */
  readonly onConflict?: OnConflict;
  /** Commits each batch rather than all rows at once: committed batches stay, whatever follows. */
  readonly commitEach?: boolean;
}

/**
 * Writes rows by their natural key, the table's primary key. Writing them again changes nothing.
 * Any number of rows stream through in batches. More than one batch is gathered in a temporary
 * table before the first row is written. All rows are stored or none, unless `commitEach` is set.
 * Columns that a row leaves out are neither compared nor overwritten. Concurrent writers of the
 * same rows are safe, and so are chunks that are compressed or being compressed.
 *
 * @throws {RowsError} If rows are refused: NaN, an instant without its zone, an unknown series.
 * @throws {ConflictError} If rows are stored with other values and `onConflict` is `error`.
 * @throws {ConnectionError} If the connection is lost; only committed rows are stored.
 * @throws {StrataError} If the disk of the server is full.
 * @throws {TypeError} If the table has no natural key.
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
  const writer = rowWriter(tablePlan(table), options);
  return await runLoad(rows, { target, writer, options, operation: "insertRows" });
}
