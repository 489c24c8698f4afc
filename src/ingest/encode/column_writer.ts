import type { Buffer } from "node:buffer";

/** The values of a batch in a key column, as a condition that the planner can use. */
export type ColumnBound = RangeBound | ListBound;

/** The first and last of days or instants. */
export interface RangeBound {
  readonly kind: "range";
  readonly low: string;
  readonly high: string;
  /** Every n-th value, to divide a load into equal parts. */
  readonly samples: readonly string[];
}

/** All distinct values, as elements of an array in text form. */
export interface ListBound {
  readonly kind: "list";
  readonly elements: ReadonlySet<string>;
}

/**
 * Collects and checks the values of one column of a batch, and turns them into one array parameter.
 */
export interface ColumnWriter {
  /** Appends a value; returns false and appends nothing if the column cannot hold it. */
  push(value: unknown): boolean;
  /** Appends a null. */
  appendNull(): void;
  /** Removes the last appended value. */
  undo(): void;
  /** Returns the array as a parameter: in binary if that is shorter and the driver can send it. */
  finish(isBinary?: boolean): Buffer | string;
  /** The bound of the appended values; undefined if it is not tracked or has too many values. */
  bound(): ColumnBound | undefined;
}

/** Options of a column's writer. */
export interface WriterOptions {
  /** Whether to keep the values that a bound needs. */
  readonly track?: boolean;
  /** The expected number of values, for allocation. */
  readonly room?: number;
}

/** How a column's values are sent. */
export interface ColumnCodec {
  /** The type of the array parameter, `float8[]`. */
  readonly arrayType: string;
  /** The type to cast elements to, if the array's type differs. */
  readonly cast?: string;
  /** Whether only the server can tell if a value is valid for the column's type. */
  readonly isLoose?: boolean;
  /** What a value must be, for messages if the schema has none. */
  readonly wanted: string;
  /** Creates a writer. */
  writer(options?: WriterOptions): ColumnWriter;
}

/** A longer list is no help to the planner. */
export const LONGEST_LIST = 5_000;

/** One of this many values of a time column is kept as a sample. */
export const SAMPLE_EVERY = 64;

/** The distinct values of a column, up to a limit. */
export class DistinctValues<Value extends number | string> {
  readonly #values = new Set<Value>();
  #last: Value | undefined;

  /** Adds a value; adding the previous one again costs nothing. */
  add(value: Value): void {
    if (value === this.#last || this.#values.size > LONGEST_LIST) return;
    this.#last = value;
    this.#values.add(value);
  }

  /** Returns the values as elements of an array in text form; undefined if there are too many. */
  bound(): ListBound | undefined {
    if (this.#values.size > LONGEST_LIST) return undefined;
    return { kind: "list", elements: new Set([...this.#values].map(String)) };
  }
}
