import { type AnyColumn, type GetColumnData, type SQL, sql } from "drizzle-orm";
import { type BucketType, plainBucket, timescaleBucket } from "./bucket.ts";

/** How {@linkcode timeBucket} makes buckets. */
export interface TimeBucketOptions {
  /** The zone in whose days and months buckets begin, an IANA name; UTC by default. */
  readonly timeZone?: string;
  /** Writes `date_bin` instead of `time_bucket`, for PostgreSQL without TimescaleDB. */
  readonly plain?: boolean;
}

/**
 * The start of the bucket that a time falls into, as a Drizzle expression of the column's own type.
 * Usable in `select`, `group by` and `order by` alike.
 *
 * @throws {TypeError} Where the width is no interval, or mixes months with shorter units.
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
  // The column's own decoder makes of the start what it makes of a time.
  return bucket.mapWith(column) as SQL<GetColumnData<Column, "raw">>;
}

/** What kind of time a column holds. */
export function bucketType(column: AnyColumn): BucketType {
  const type = column.getSQLType();
  if (type === "date") return "date";
  return /with time zone/.test(type) ? "timestamptz" : "timestamp";
}
