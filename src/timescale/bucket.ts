import { type SQL, sql } from "drizzle-orm";
import { quoteLiteral } from "../base/sql/mod.ts";
import { type Interval, parseInterval } from "./interval.ts";
import { isNumberSpan } from "./span.ts";

/** The type of a bucketed column: an instant, a day, a time without a zone, or a whole number. */
export type BucketType = "timestamptz" | "timestamp" | "date" | NumberType;

/** The types of integer time columns. */
export type NumberType = "smallint" | "integer" | "bigint";

/** Tells whether a bucketed column holds numbers. */
export function isNumberType(type: string): type is NumberType {
  return ["smallint", "integer", "bigint"].includes(type);
}

/** How times are assigned to buckets. */
export interface Bucket {
  /** The width of a bucket, as in SQL: `15 minutes`, `1 day`, `1 month`; or the digits of a number. */
  readonly width: string;
  /** The IANA zone whose days and months define the buckets; UTC by default. */
  readonly timeZone?: string | undefined;
}

/**
 * Builds the expression for the start of a time's bucket with TimescaleDB's `time_bucket`.
 * Everything in it is a literal: with parameters, the same bucket in `select` and `group by` would
 * be two different expressions.
 */
export function timescaleBucket(bucket: Bucket, time: SQL, type: BucketType): SQL {
  if (isNumberType(type)) return sql`time_bucket(${numberWidth(bucket.width, type)}, ${time})`;
  const width = sql.raw(`interval ${quoteLiteral(readWidth(bucket.width).text)}`);
  return bucket.timeZone === undefined
    ? sql`time_bucket(${width}, ${time})`
    : sql`time_bucket(${width}, ${time}, ${sql.raw(quoteLiteral(bucket.timeZone))})`;
}

/**
 * Builds the same for PostgreSQL without TimescaleDB: the same starts, by `date_bin` and calendar
 * arithmetic.
 */
export function plainBucket(bucket: Bucket, time: SQL, type: BucketType): SQL {
  if (isNumberType(type)) {
    const width = numberWidth(bucket.width, type);
    // The remainder of a number below 0 is below 0 too, and buckets begin below their numbers.
    return sql`${time} - ((${time} % ${width}) + ${width}) % ${width}`;
  }
  const { interval, text } = readWidth(bucket.width);
  const zone = sql.raw(quoteLiteral(bucket.timeZone ?? "UTC"));
  const local = type === "timestamptz"
    ? sql`${time} at time zone ${zone}`
    : type === "date"
    ? sql`${time}::timestamp`
    : time;
  const start = interval.months > 0
    ? monthStart(interval.months, local)
    // TimescaleDB counts days and weeks from a Monday, months from 1 January.
    : sql`date_bin(${sql.raw(`interval ${quoteLiteral(text)}`)}, ${local}, timestamp '2000-01-03')`;
  if (type === "timestamptz") return sql`(${start}) at time zone ${zone}`;
  return type === "date" ? sql`(${start})::date` : start;
}

function readWidth(width: string): { readonly interval: Interval; readonly text: string } {
  const interval = parseInterval(width);
  if (interval.months > 0 && (interval.days > 0 || interval.microseconds > 0)) {
    throw new TypeError(
      `Cannot bucket by "${width}": it mixes months with days or hours, and no bucket can be both`,
    );
  }
  return { interval, text: width.trim() };
}

/** A literal of the column's own type, or time_bucket would give another. */
function numberWidth(width: string, type: NumberType): SQL {
  if (!isNumberSpan(width)) {
    throw new TypeError(`Cannot bucket a column of ${type} by "${width}": write a whole number`);
  }
  return sql.raw(`${type} ${quoteLiteral(width)}`);
}

function monthStart(months: number, local: SQL): SQL {
  const since = sql`((extract(year from ${local}) - 2000) * 12 + extract(month from ${local}) - 1)`;
  const count = sql.raw(String(months));
  return sql`timestamp '2000-01-01' + make_interval(months => (floor(${since} / ${count}) * ${count})::integer)`;
}
