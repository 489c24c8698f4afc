import type { SQL } from "drizzle-orm";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import { aggregateProblems } from "./_aggregate_problems.ts";
import { aggregateQueries } from "./_aggregate_query.ts";
import { columnNames, sqlName } from "./_column_names.ts";
import type { BucketType } from "./bucket.ts";
import type { AggregateSource, ContinuousAggregate } from "./declared_aggregate.ts";
import type { Hypertable } from "./declared_hypertable.ts";
import type { ColumnKey } from "./hypertable.ts";
import type { PortableExpression } from "./ordered_value.ts";
import { bucketType } from "./time_bucket.ts";
import { optionalText, type Span } from "./span.ts";
import { ConfigError } from "../base/errors.ts";
import { parseRelation } from "../base/sql/mod.ts";

/** The keys of a source's columns. */
export type SourceKey<Source extends AggregateSource> = Source extends ContinuousAggregate<
  infer Key
> ? Key
  : Source extends Hypertable<infer Table> ? ColumnKey<Table>
  : never;

/**
 * The options of a continuous aggregate. Spans are intervals as in SQL (`1 hour`, `3 days`), or whole
 * numbers where the source's time column is an integer.
 */
export interface ContinuousAggregateOptions<
  Source extends AggregateSource,
  Key extends SourceKey<Source>,
  Alias extends string,
> {
  /** The hypertable or aggregate that it reads from. */
  readonly from: Source;
  /** How times are assigned to buckets. */
  readonly bucket: {
    /** The width of a bucket; over another aggregate, a multiple of that one's width. */
    readonly width: Span;
    /** The IANA zone whose days and months define the buckets; UTC by default. */
    readonly timeZone?: string;
    /**
     * The time column, by its key; by default the hypertable's, or the other aggregate's bucket.
     */
    readonly column?: SourceKey<Source>;
  };
  /** The columns to group by besides the bucket, by their keys. */
  readonly groupBy?: readonly Key[];
  /** The aggregates, by their SQL names. */
  readonly select: Readonly<Record<Alias, SQL | PortableExpression>>;
  /** The condition for the rows to read. */
  readonly where?: SQL;
  /**
   * Whether only materialized rows are read; by default the newest rows are added from the source.
   */
  readonly materializedOnly?: boolean;
  /** The policy that refreshes it; an omitted offset is unbounded. */
  readonly refresh?: {
    /** The older end of the window, counted back from the run. */
    readonly startOffset?: Span;
    /** The newer end of the window, counted back from the run. */
    readonly endOffset?: Span;
    /** How often it runs. */
    readonly every: string;
  };
  /** The policy that drops old buckets. */
  readonly retention?: { readonly after: Span };
}

/**
 * Declares a continuous aggregate over a hypertable or another aggregate. Its first column is
 * `bucket`, the start of the bucket, followed by the columns of `groupBy` and of `select`.
 *
 * @param name Its exact SQL name; `schema.name` if it is not in `public`, and a part that holds a
 * dot in double quotes.
 * @throws {ConfigError} If TimescaleDB would refuse it, or a refresh would lose data: a width that
 * is not a multiple of the source's, a window shorter than two buckets, a window that reaches past
 * the source's retention. Lists all problems at once.
 * @throws {TypeError} If the name cannot be parsed.
 *
 * @example
 * ```ts
 * import { continuousAggregate, first, hypertable, last } from "@strata/foundation/timescale";
 * import { max, min } from "drizzle-orm";
 * import { doublePrecision, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
 *
 * const ticks = pgTable("ticks", {
 *   symbol: text().notNull(),
 *   time: timestamp({ withTimezone: true }).notNull(),
 *   price: doublePrecision().notNull(),
 * }, (t) => [primaryKey({ columns: [t.symbol, t.time] })]);
 *
 * const ticksHourly = continuousAggregate("ticks_hourly", {
 *   from: hypertable(ticks, { by: "time", chunkInterval: "1 day" }),
 *   bucket: { width: "1 hour" },
 *   groupBy: ["symbol"],
 *   select: {
 *     open: first(ticks.price, ticks.time),
 *     high: max(ticks.price),
 *     low: min(ticks.price),
 *     close: last(ticks.price, ticks.time),
 *   },
 *   refresh: { startOffset: "3 days", endOffset: "1 hour", every: "1 hour" },
 * });
 * ```
 */
export function continuousAggregate<
  Source extends AggregateSource,
  Key extends SourceKey<Source> = never,
  Alias extends string = string,
>(
  name: string,
  options: ContinuousAggregateOptions<Source, Key, Alias>,
): ContinuousAggregate<"bucket" | Key | Alias> {
  const { from, bucket, groupBy = [], select, refresh, retention } = options;
  const source = describeSource(from);
  const time = bucket.column === undefined ? source.time : sqlName(source.names, bucket.column);
  const groups = groupBy.map((key) => [key, sqlName(source.names, key)] as const);
  const aliases = Object.keys(select).map((alias) => [alias, alias] as const);
  const declared = {
    ...parseRelation(name),
    from,
    // The keys come from three places, which Object.fromEntries cannot express in types.
    columns: Object.fromEntries([["bucket", "bucket"], ...groups, ...aliases]) as Record<
      "bucket" | Key | Alias,
      string
    >,
    bucket: {
      width: String(bucket.width),
      timeZone: bucket.timeZone ?? null,
      type: source.typeOf(time),
    },
    materializedOnly: options.materializedOnly ?? false,
    refresh: refresh === undefined ? null : {
      startOffset: optionalText(refresh.startOffset),
      endOffset: optionalText(refresh.endOffset),
      every: refresh.every,
    },
    retention: optionalText(retention?.after),
  };
  const problems = aggregateProblems(declared, [
    "bucket",
    ...groups.map(([, column]) => column),
    ...Object.keys(select),
  ]);
  if (problems.length > 0) {
    throw new ConfigError(
      `Cannot declare the continuous aggregate "${name}": ${problems.join("; ")}`,
      { problems },
    );
  }
  const queries = aggregateQueries({
    bucket: declared.bucket,
    time,
    from,
    groups: groups.map(([, column]) => column),
    select,
    where: options.where ?? null,
  });
  return { ...declared, ...queries };
}

interface SourceDescription {
  readonly names: ReadonlyMap<string, string>;
  readonly time: string;
  readonly typeOf: (column: string) => BucketType;
}

function describeSource(from: AggregateSource): SourceDescription {
  if ("table" in from) {
    return {
      names: columnNames(from.table),
      time: from.timeColumn,
      typeOf: (name) => timeType(from.table, name),
    };
  }
  return {
    names: new Map(Object.entries(from.columns)),
    time: from.columns.bucket ?? "bucket",
    typeOf: () => from.bucket.type,
  };
}

function timeType(table: PgTable, name: string): BucketType {
  const column = getTableConfig(table).columns.find((candidate) => candidate.name === name);
  return column === undefined ? "timestamptz" : bucketType(column);
}
