import type { PgTable } from "drizzle-orm/pg-core";

/** A column and its direction in orderby. */
export interface OrderColumn {
  /** The column's name in SQL. */
  readonly column: string;
  /** The direction. */
  readonly direction: "asc" | "desc";
}

/** A declared hypertable: plain data with SQL names, made by {@linkcode hypertable}. */
export interface Hypertable<Table extends PgTable = PgTable> {
  /** The Drizzle table behind it. */
  readonly table: Table;
  /** The schema, `public` where the table names none. */
  readonly schema: string;
  /** The table's name in SQL. */
  readonly name: string;
  /** The time column's name in SQL. */
  readonly timeColumn: string;
  /** The span of one chunk. */
  readonly chunkInterval: string;
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
