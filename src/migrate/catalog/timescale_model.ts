import type { RelationName } from "../author/effect.ts";
import type { ChunksModel } from "./chunk_model.ts";
import type { JobField, JobModel } from "./job_model.ts";

/**
 * The state that TimescaleDB keeps besides PostgreSQL's catalog. Spans are texts of intervals or
 * integers.
 */
export interface TimescaleModel {
  /** The hypertables, without those of continuous aggregates. */
  readonly hypertables: readonly HypertableModel[];
  /** The continuous aggregates. */
  readonly aggregates: readonly AggregateModel[];
  /**
   * The job fields that migrations change with `alter_job` in plain SQL. Their expected values are
   * unknown.
   */
  readonly jobFieldsByHand?: ReadonlySet<JobField>;
}

/** A hypertable. */
export interface HypertableModel {
  readonly relation: RelationName;
  readonly timeColumn: string;
  readonly chunkInterval: string;
  /** The function that returns the current value of an integer time column, or null. */
  readonly integerNow: string | null;
  /** The columns of further dimensions; definitions have none. */
  readonly spaceColumns: readonly string[];
  readonly compression: CompressionModel | null;
  readonly policies: readonly PolicyModel[];
  /** The reorder policy; `undefined` in definitions, which cannot declare it. */
  readonly reorder?: ReorderModel | null;
  /** The state of its chunks on a server. */
  readonly chunks?: ChunksModel;
}

/** A reorder policy. The job is null if the policy is derived from migration steps. */
export interface ReorderModel {
  readonly index: string;
  readonly every: string | null;
  readonly job: JobModel | null;
}

/** Compression settings. */
export interface CompressionModel {
  readonly segmentBy: readonly string[];
  /** The order within a segment, with entries like `time desc`. */
  readonly orderBy: readonly string[];
  readonly rollup: string | null;
  /** Whether sparse indexes are set explicitly; null if unknown. */
  readonly sparseByHand: boolean | null;
}

/** A continuous aggregate. */
export interface AggregateModel {
  readonly relation: RelationName;
  readonly query: string;
  /** The query for the same rows without TimescaleDB; null on a server, which does not know it. */
  readonly plainQuery: string | null;
  readonly materializedOnly: boolean;
  readonly policies: readonly PolicyModel[];
  /** The chunk interval; `undefined` if unknown. */
  readonly chunkInterval?: string;
  /** The compression settings; `undefined` in definitions, which cannot declare them. */
  readonly compression?: CompressionModel | null;
  /** The state of its chunks on a server. */
  readonly chunks?: ChunksModel;
}

/** A policy. The job is null if the policy comes from migration steps or definitions. */
export type PolicyModel =
  | {
    readonly kind: "compression policy" | "retention policy";
    readonly after: string;
    /** The interval between runs of its job; null if it is not declared. */
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
