import type { RelationName } from "../author/effect.ts";
import type { ChunksModel } from "./chunk_model.ts";
import type { JobField, JobModel } from "./job_model.ts";

/** The state that TimescaleDB keeps beside PostgreSQL's catalog. Spans are texts: intervals, or digits. */
export interface TimescaleModel {
  /** The hypertables, those behind continuous aggregates left out. */
  readonly hypertables: readonly HypertableModel[];
  /** The continuous aggregates. */
  readonly aggregates: readonly AggregateModel[];
  /** What migrations change of jobs with `alter_job` in plain SQL: nobody can say what it should be. */
  readonly jobFieldsByHand?: ReadonlySet<JobField>;
}

/** A hypertable. */
export interface HypertableModel {
  readonly relation: RelationName;
  readonly timeColumn: string;
  readonly chunkInterval: string;
  /** The function that tells the current value of an integer time column, or null. */
  readonly integerNow: string | null;
  /** The further dimensions' columns; a declaration has none. */
  readonly spaceColumns: readonly string[];
  readonly compression: CompressionModel | null;
  readonly policies: readonly PolicyModel[];
  /** The policy that puts chunks in the order of an index; undefined where a declaration cannot say. */
  readonly reorder?: ReorderModel | null;
  /** What a server says of its chunks. */
  readonly chunks?: ChunksModel;
}

/** A reorder policy; the job is null in what steps of migrations say. */
export interface ReorderModel {
  readonly index: string;
  readonly every: string | null;
  readonly job: JobModel | null;
}

/** Settings of compression. */
export interface CompressionModel {
  readonly segmentBy: readonly string[];
  /** The order within a segment, entries like `time desc`. */
  readonly orderBy: readonly string[];
  readonly rollup: string | null;
  /** Whether sparse indexes are set by hand; null where the server or the declaration does not say. */
  readonly sparseByHand: boolean | null;
}

/** A continuous aggregate. */
export interface AggregateModel {
  readonly relation: RelationName;
  readonly query: string;
  /** The same rows without TimescaleDB; a server does not know it. */
  readonly plainQuery: string | null;
  readonly materializedOnly: boolean;
  readonly policies: readonly PolicyModel[];
  /** The span of the chunks that it is kept in; undefined where nobody says. */
  readonly chunkInterval?: string;
  /** Undefined where a declaration cannot say. */
  readonly compression?: CompressionModel | null;
  /** What a server says of the chunks that it is kept in. */
  readonly chunks?: ChunksModel;
}

/** A policy; the job behind it is null in what steps of migrations and declarations say. */
export type PolicyModel =
  | {
    readonly kind: "compression policy" | "retention policy";
    readonly after: string;
    /** How often its job runs, or null where nobody says. */
    readonly every: string | null;
    readonly job: JobModel | null;
  }
  | {
    readonly kind: "refresh policy";
    readonly startOffset: string | null;
    readonly endOffset: string | null;
    readonly every: string;
    readonly job: JobModel | null;
  };
