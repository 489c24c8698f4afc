import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import { columnNames, sqlName } from "./_column_names.ts";
import { ConfigError } from "../base/errors.ts";
import { hypertableProblems } from "./_hypertable_problems.ts";
import type { Hypertable, OrderColumn } from "./declared_hypertable.ts";
import { optionalText, type Span } from "./span.ts";

/** The TypeScript keys of a Drizzle table's columns. */
export type ColumnKey<Table extends PgTable> = keyof Table["_"]["columns"] & string;

/** The keys of a table's columns that can be a hypertable's time: `timestamp`, `date` and integers. */
export type TimeKey<Table extends PgTable> = {
  [Key in ColumnKey<Table>]: Table["_"]["columns"][Key]["_"]["columnType"] extends TimeColumnType
    ? Key
    : never;
}[ColumnKey<Table>];

/** An entry of orderby: a column's key, with its direction unless it is ascending. */
export type OrderKey<Table extends PgTable> = `${ColumnKey<Table>}${"" | " asc" | " desc"}`;

/**
 * The options of a hypertable. Spans are intervals as in SQL (`30 days`, `1 month`), or whole numbers
 * where the time column is an integer.
 */
export interface HypertableOptions<Table extends PgTable> {
  /** The time column, by its TypeScript key. */
  readonly by: TimeKey<Table>;
  /** The span of one chunk. */
  readonly chunkInterval: Span;
  /**
   * The function that tells the current value of an integer time column, `schema.name` where it is not
   * in `public`: policies count back from it. It takes no argument and gives the column's type.
   */
  readonly integerNow?: string;
  /** Compression (the columnstore), and the policy that applies it. */
  readonly compression?: {
    /** The columns whose values share a segment. */
    readonly segmentBy: readonly ColumnKey<Table>[];
    /** The order of rows in a segment; with `rollup`, the time column comes first. */
    readonly orderBy: readonly OrderKey<Table>[];
    /**
     * The age at which the policy compresses a chunk; without it, nothing is compressed
     * automatically.
     */
    readonly after?: Span;
    /**
     * The width up to which compressed chunks are merged: a multiple of `chunkInterval`, in days or
     * weeks.
     */
    readonly rollup?: string;
  };
  /** The policy that drops old chunks. */
  readonly retention?: { readonly after: Span };
}

/**
 * Declares a Drizzle table as a hypertable. Migrations are generated from the declaration, and the
 * drift check, `verify --strict` and lint compare against it.
 *
 * @throws {ConfigError} If TimescaleDB would refuse the declaration, or be slow or wrong with it:
 * the time column is missing from a unique key or is nullable, there is more than one unique index,
 * the key is not covered by segmentby and orderby, or an interval is not valid. Lists all problems
 * at once.
 *
 * @example
 * ```ts
 * import { hypertable } from "@strata/foundation/timescale";
 * import { doublePrecision, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
 *
 * const readings = pgTable("readings", {
 *   sensor: text().notNull(),
 *   time: timestamp({ withTimezone: true }).notNull(),
 *   value: doublePrecision(),
 * }, (t) => [primaryKey({ columns: [t.sensor, t.time] })]);
 *
 * const readingsHypertable = hypertable(readings, {
 *   by: "time",
 *   chunkInterval: "7 days",
 *   compression: { segmentBy: ["sensor"], orderBy: ["time desc"], after: "30 days" },
 * });
 * ```
 */
export function hypertable<Table extends PgTable>(
  table: Table,
  options: HypertableOptions<Table>,
): Hypertable<Table> {
  const config = getTableConfig(table);
  const names = columnNames(table);
  const nameOf = (key: string): string => sqlName(names, key);
  const { compression, retention } = options;
  const declared: Hypertable<Table> = {
    table,
    schema: config.schema ?? "public",
    name: config.name,
    timeColumn: nameOf(options.by),
    chunkInterval: String(options.chunkInterval),
    integerNow: options.integerNow ?? null,
    compression: compression === undefined ? null : {
      segmentBy: compression.segmentBy.map(nameOf),
      orderBy: compression.orderBy.map((entry) => parseOrder(entry, names)),
      after: optionalText(compression.after),
      rollup: compression.rollup ?? null,
    },
    retention: optionalText(retention?.after),
  };
  const problems = hypertableProblems(declared, config);
  if (problems.length > 0) {
    throw new ConfigError(
      `Cannot declare "${declared.name}" a hypertable: ${problems.join("; ")}`,
      { problems },
    );
  }
  return declared;
}

type TimeColumnType =
  | "PgTimestamp"
  | "PgTimestampString"
  | "PgDate"
  | "PgDateString"
  | "PgSmallInt"
  | "PgInteger"
  | "PgBigInt53"
  | "PgBigInt64";

function parseOrder(entry: string, names: ReadonlyMap<string, string>): OrderColumn {
  // A key may have spaces in it.
  const [, key = "", direction] = /^(.*?)(?:\s+(asc|desc))?$/.exec(entry.trim()) ?? [];
  if (direction === undefined && /\s/.test(key) && !names.has(key)) {
    throw new ConfigError(
      `Cannot order by "${entry}": write "column", "column asc" or "column desc"`,
    );
  }
  return { column: sqlName(names, key), direction: direction === "desc" ? "desc" : "asc" };
}
