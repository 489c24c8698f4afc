import type { PolicyKind } from "../../timescale/job_name.ts";
import type { RelationName } from "../../base/sql/mod.ts";

/** What TimescaleDB's catalog tells at one moment. */
export interface Observed {
  /** When it was read, by the server's clock. */
  readonly at: Date;
  /** The hypertables, and those behind continuous aggregates, by name. */
  readonly hypertables: readonly ObservedHypertable[];
  /** The policies and other jobs, without TimescaleDB's own. */
  readonly jobs: readonly ObservedJob[];
  /** The continuous aggregates, by name. */
  readonly aggregates: readonly ObservedAggregate[];
}

/** A hypertable with its chunks. */
export interface ObservedHypertable {
  /** Its name, or that of the continuous aggregate whose rows it keeps. */
  readonly relation: RelationName;
  /** True where it keeps the rows of a continuous aggregate. */
  readonly isAggregate: boolean;
  /** The column that divides it into chunks. */
  readonly timeColumn: string;
  /** The length of new chunks, such as `7 days`, or a count where the column is a number. */
  readonly chunkInterval: string;
  /** How new chunks are compressed; null where compression is off. */
  readonly columnstore: ColumnstoreSettings | null;
  /** Its chunks, oldest first. */
  readonly chunks: readonly ObservedChunk[];
}

/** The columns by which chunks are compressed, as the server writes them. */
export interface ColumnstoreSettings {
  readonly segmentBy: string;
  readonly orderBy: string;
}

/**
 * The state of a chunk: `partial` has rows that are not compressed beside those that are,
 * `unordered` has compressed batches that overlap.
 */
export type ChunkState = "uncompressed" | "compressed" | "partial" | "unordered";

/** A chunk. */
export interface ObservedChunk {
  /** Its name with its schema. */
  readonly name: string;
  /** The first instant, in milliseconds since 1970, or the first number of its range. */
  readonly from: number;
  /** The end of its range, which belongs to the next chunk. */
  readonly to: number;
  readonly state: ChunkState;
  /** True where it was compressed under settings that the table no longer has. */
  readonly hasOldSettings: boolean;
  /** Its size with indexes and TOAST, the compressed part included; NaN where it was not asked for. */
  readonly bytes: number;
  /** Its rows: counted when it was compressed, else the planner's estimate; null if unknown. */
  readonly rows: number | null;
  /** What was measured when it was compressed; null where it is not. */
  readonly compression: ChunkCompressionFigures | null;
}

/** What the server wrote down when it compressed a chunk. */
export interface ChunkCompressionFigures {
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly rows: number;
  /** The batches of up to 1,000 rows that they became. */
  readonly batches: number;
}

/** What a job does. */
export type JobKind = PolicyKind | "other";

/** A policy or another job. */
export interface ObservedJob {
  readonly id: number;
  /** Its name for people: `retention policy of ohlcv`, or `job 1005 (backup)`. */
  readonly name: string;
  readonly kind: JobKind;
  /** The hypertable or aggregate that it works on. */
  readonly relation: RelationName | null;
  /** Its settings as the server keeps them. */
  readonly config: Readonly<Record<string, unknown>>;
  /** False if it is paused. */
  readonly scheduled: boolean;
  /** From one run to the next, in milliseconds. */
  readonly everyMs: number;
  /** True while it runs. */
  readonly isRunning: boolean;
  readonly lastStarted: Date | null;
  readonly lastSucceeded: Date | null;
  /** When it runs next; null where it will not. */
  readonly nextStart: Date | null;
  readonly runs: number;
  readonly failures: number;
  /** Set where its last run is recorded as failed. */
  readonly failure: JobFailure | null;
}

/** A run that is recorded as failed. */
export interface JobFailure {
  /** The error that the server recorded. */
  readonly message: string;
  /** True if the job did its work and only the record says that it failed. */
  readonly isFalseAlarm: boolean;
}

/** A continuous aggregate. */
export interface ObservedAggregate {
  readonly relation: RelationName;
  /** What it is made of: a hypertable or another aggregate. */
  readonly source: RelationName;
  /** False where a read also computes the newest buckets. */
  readonly isMaterializedOnly: boolean;
  /**
   * Up to where it is materialized, in milliseconds since 1970 or as a number where its time is one;
   * null where nothing is.
   */
  readonly watermark: number | null;
}
