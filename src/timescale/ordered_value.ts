import { type AnyColumn, type SQL, sql } from "drizzle-orm";

/** An aggregate that TimescaleDB and plain PostgreSQL write differently. */
export interface PortableExpression {
  /** The form for TimescaleDB. */
  readonly timescale: SQL;
  /** The form for PostgreSQL without the extension. */
  readonly plain: SQL;
}

/**
 * The value at the earliest time of a group, for the `select` of a continuous aggregate:
 * TimescaleDB's `first(value, time)`, or an ordered array without it.
 */
export function first(value: AnyColumn | SQL, time: AnyColumn | SQL): PortableExpression {
  return {
    timescale: sql`first(${value}, ${time})`,
    plain: sql`(array_agg(${value} order by ${time}))[1]`,
  };
}

/** The value at the latest time of a group; see {@linkcode first}. */
export function last(value: AnyColumn | SQL, time: AnyColumn | SQL): PortableExpression {
  return {
    timescale: sql`last(${value}, ${time})`,
    plain: sql`(array_agg(${value} order by ${time} desc))[1]`,
  };
}
