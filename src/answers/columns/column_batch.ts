import type { Column } from "./column_type.ts";

/** The values of a column, by its type: see `ColumnType`. What stands where a value is null says nothing. */
export type ColumnValues = Int32Array | BigInt64Array | Float64Array | Uint8Array | string[];

/** The values of one column in a batch. */
export interface BatchColumn {
  readonly values: ColumnValues;
  /** A 1 for each value and a 0 for each null; undefined where none is null. */
  readonly valid?: Uint8Array;
}

/** Some rows of an answer, column by column. */
export interface ColumnBatch {
  /** The number of rows. */
  readonly length: number;
  /** The columns, in the order of the answer's. */
  readonly columns: readonly BatchColumn[];
}

/** An answer in columns: what formats write. */
export interface ColumnStream {
  readonly columns: readonly Column[];
  /**
   * The rows, read while they are asked for. Ending the loop early ends the reading on the server.
   */
  readonly batches: AsyncIterable<ColumnBatch>;
}
