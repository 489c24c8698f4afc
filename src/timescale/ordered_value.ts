import { type AnyColumn, type SQL, sql } from "drizzle-orm";

/** An aggregate that TimescaleDB and plain PostgreSQL write differently. */
export interface PortableExpression {
  /** As TimescaleDB takes it. */
  readonly timescale: SQL;
  /** As PostgreSQL without the extension takes it. */
  readonly plain: SQL;
}

/**
 * The value at the earliest time of a group: `first(value, time)` of TimescaleDB, an ordered array
 * elsewhere. For the `select` of a continuous aggregate.
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
