import type { BucketType } from "./bucket.ts";
import type { Hypertable } from "./declared_hypertable.ts";

/** The source of a continuous aggregate: a hypertable, or another aggregate. */
export type AggregateSource = Hypertable | ContinuousAggregate;

/**
 * A declared continuous aggregate: plain data with SQL names, created by {@linkcode
 * continuousAggregate}.
 */
export interface ContinuousAggregate<Key extends string = string> {
  /** Its schema. */
  readonly schema: string;
  /** Its SQL name. */
  readonly name: string;
  /** Its source. */
  readonly from: AggregateSource;
  /** The SQL names of its columns, by key. */
  readonly columns: Readonly<Record<Key, string>>;
  /** Its buckets; the width is the digits of a number for an integer time. */
  readonly bucket: {
    readonly width: string;
    readonly timeZone: string | null;
    readonly type: BucketType;
  };
  /** The query for TimescaleDB. */
  readonly query: string;
  /** The query for PostgreSQL without TimescaleDB, with the same rows. */
  readonly plainQuery: string;
  /** Whether only materialized rows are read. */
  readonly materializedOnly: boolean;
  /** The policy that refreshes it, or null. */
  readonly refresh: {
    readonly startOffset: string | null;
    readonly endOffset: string | null;
    readonly every: string;
  } | null;
  /** The age at which buckets are dropped, or null. */
  readonly retention: string | null;
}
