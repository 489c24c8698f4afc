import type { PgTable } from "drizzle-orm/pg-core";

/** A column in orderby with its direction. */
export interface OrderColumn {
  /** The SQL name of the column. */
  readonly column: string;
  /** The direction. */
  readonly direction: "asc" | "desc";
}

/** A declared hypertable: plain data with SQL names, created by {@linkcode hypertable}. */
export interface Hypertable<Table extends PgTable = PgTable> {
  /** The Drizzle table behind it. */
  readonly table: Table;
  /** The schema; `public` if the table names none. */
  readonly schema: string;
  /** The SQL name of the table. */
  readonly name: string;
  /** The SQL name of the time column. */
  readonly timeColumn: string;
  /** The span of one chunk; digits alone where the time column is an integer. */
  readonly chunkInterval: string;
  /** The function that tells the current value of an integer time column, or null. */
  readonly integerNow: string | null;
  /** Compression, or null. */
  readonly compression: {
    readonly segmentBy: readonly string[];
    readonly orderBy: readonly OrderColumn[];
    readonly after: string | null;
    readonly rollup: string | null;
  } | null;
  /** The age at which chunks are dropped, or null. */
  readonly retention: string | null;
}
