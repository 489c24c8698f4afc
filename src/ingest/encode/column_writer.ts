import type { Buffer } from "node:buffer";

/** What rows of one batch hold in a key column, as a condition that the planner can use. */
export type ColumnBound = RangeBound | ListBound;

/** The first and the last of days or instants. */
export interface RangeBound {
  readonly kind: "range";
  readonly low: string;
  readonly high: string;
  /** One of so many, from all over the batch, to cut a load into equal parts by. */
  readonly samples: readonly string[];
}

/** All values there are, as elements of an array in text. */
export interface ListBound {
  readonly kind: "list";
  readonly elements: ReadonlySet<string>;
}

/** Takes the values of one column of a batch, checks each, and becomes one array parameter. */
export interface ColumnWriter {
  /** Appends a value, or answers false and appends nothing where the column cannot hold it. */
  push(value: unknown): boolean;
  /** Appends a null. */
  appendNull(): void;
  /** Takes back what was appended last. */
  undo(): void;
  /** The array as a parameter: binary where that is shorter, unless the driver cannot send it. */
  finish(isBinary?: boolean): Buffer | string;
  /** The bound of what was appended; undefined where it is not tracked or has too many values. */
  bound(): ColumnBound | undefined;
}

/** Options of a column's writer. */
export interface WriterOptions {
  /** Whether it keeps what a bound is made of. */
  readonly track?: boolean;
  /** How many values it likely gets: it has room for them at once. */
  readonly room?: number;
}

/** How a column's values travel. */
export interface ColumnCodec {
  /** The type of the array parameter, `float8[]`. */
  readonly arrayType: string;
  /** The type to cast an element to where the array has another. */
  readonly cast?: string;
  /** Whether the server alone can say if a value is one of the column's type. */
  readonly isLoose?: boolean;
  /** What a value must be, for a message where the schema has none. */
  readonly wanted: string;
  /** Creates a writer. */
  writer(options?: WriterOptions): ColumnWriter;
}

/** A list of more values than this is no help to the planner. */
export const LONGEST_LIST = 5_000;

/** Every so many values of a time column are kept as a sample. */
export const SAMPLE_EVERY = 64;

/** The distinct values of a column, up to a number of them. */
export class DistinctValues<Value extends number | string> {
  readonly #values = new Set<Value>();
  #last: Value | undefined;

  /** Adds a value; the same one again and again costs nothing. */
  add(value: Value): void {
    if (value === this.#last || this.#values.size > LONGEST_LIST) return;
    this.#last = value;
    this.#values.add(value);
  }

  /** The values as elements of an array in text; undefined where they are too many. */
  bound(): ListBound | undefined {
    if (this.#values.size > LONGEST_LIST) return undefined;
    return { kind: "list", elements: new Set([...this.#values].map(String)) };
  }
}
