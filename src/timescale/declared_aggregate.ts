import type { BucketType } from "./bucket.ts";
import type { Hypertable } from "./declared_hypertable.ts";

/** What a continuous aggregate reads from: a hypertable, or another aggregate. */
export type AggregateSource = Hypertable | ContinuousAggregate;

/** A declared continuous aggregate: plain data with SQL names, made by {@linkcode continuousAggregate}. */
export interface ContinuousAggregate<Key extends string = string> {
  /** Its schema. */
  readonly schema: string;
  /** Its name in SQL. */
  readonly name: string;
  /** What it reads from. */
  readonly from: AggregateSource;
  /** Its columns' names in SQL, by their keys. */
  readonly columns: Readonly<Record<Key, string>>;
  /** Its buckets. */
  readonly bucket: {
    readonly width: string;
    readonly timeZone: string | null;
    readonly type: BucketType;
  };
  /** The query, as TimescaleDB takes it. */
  readonly query: string;
  /** The same rows on PostgreSQL without TimescaleDB. */
  readonly plainQuery: string;
  /** True where only what is materialized is read. */
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
