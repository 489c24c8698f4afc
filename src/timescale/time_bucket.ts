import { type AnyColumn, type GetColumnData, type SQL, sql } from "drizzle-orm";
import { type BucketType, plainBucket, timescaleBucket } from "./bucket.ts";

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
  width: string,
  column: Column,
  options: TimeBucketOptions = {},
): SQL<GetColumnData<Column, "raw">> {
  const { timeZone, plain = false } = options;
  const time = sql`${column}`;
  const bucket = plain
    ? plainBucket({ width, timeZone }, time, bucketType(column))
    : timescaleBucket({ width, timeZone }, time);
  // The column's own decoder reads the start like any of its times.
  return bucket.mapWith(column) as SQL<GetColumnData<Column, "raw">>;
}

/** Returns the kind of time that a column holds. */
export function bucketType(column: AnyColumn): BucketType {
  const type = column.getSQLType();
  if (type === "date") return "date";
  return /with time zone/.test(type) ? "timestamptz" : "timestamp";
}
