import { type AnyColumn, type GetColumnData, type SQL, sql } from "drizzle-orm";
import { type BucketType, isNumberType, plainBucket, timescaleBucket } from "./bucket.ts";
import { type Span, spanText } from "./span.ts";

/** How {@linkcode timeBucket} builds buckets. */
export interface TimeBucketOptions {
  /** The IANA zone whose days and months define the buckets; UTC by default. */
  readonly timeZone?: string;
  /** Writes `date_bin` instead of `time_bucket`, for PostgreSQL without TimescaleDB. */
  readonly plain?: boolean;
}

/**
 * Returns the start of a time's bucket as a Drizzle expression of the column's own type, for use in
 * `select`, `group by` and `order by`.
 *
 * @param width An interval, or a whole number for a column of integers.
 * @throws {TypeError} If the width is not an interval, or mixes months with shorter units.
 *
 * @example
 * ```ts
 * import { timeBucket } from "@strata/foundation/timescale";
 * import { pgTable, timestamp } from "drizzle-orm/pg-core";
 *
 * const readings = pgTable("readings", { time: timestamp({ withTimezone: true }).notNull() });
 *
 * const hour = timeBucket("1 hour", readings.time);
 * ```
 */
export function timeBucket<Column extends AnyColumn>(
  width: Span,
  column: Column,
  options: TimeBucketOptions = {},
): SQL<GetColumnData<Column, "raw">> {
  const { timeZone, plain = false } = options;
  const time = sql`${column}`;
  const given = { width: spanText(width), timeZone };
  const bucket = plain
    ? plainBucket(given, time, bucketType(column))
    : timescaleBucket(given, time, bucketType(column));
  // The column's own decoder reads the start like any of its times.
  return bucket.mapWith(column) as SQL<GetColumnData<Column, "raw">>;
}

/** Returns the kind of time that a column holds. */
export function bucketType(column: AnyColumn): BucketType {
  const type = column.getSQLType();
  if (type === "date" || isNumberType(type)) return type;
  return /with time zone/.test(type) ? "timestamptz" : "timestamp";
}
