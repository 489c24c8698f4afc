import type { RelationName } from "../../base/sql/mod.ts";
import type { OrderColumn } from "../../timescale/mod.ts";

export type { RelationName } from "../../base/sql/mod.ts";

/** Compression settings, with SQL names. */
export interface CompressionSettings {
  /** The columns to segment by. */
  readonly segmentBy: readonly string[];
  /** The order of rows within a segment. */
  readonly orderBy: readonly OrderColumn[];
  /**
   * The interval up to which compressed chunks are merged. Null disables merging; undefined keeps
   * the current setting.
   */
  readonly rollup: string | null | undefined;
}

/** The refresh policy of a continuous aggregate; a null offset means no bound. */
export interface RefreshPolicy {
  /** The start of the window, counted back from the run. */
  readonly startOffset: string | null;
  /** The end of the window, counted back from the run. */
  readonly endOffset: string | null;
  /** The interval between two runs. */
  readonly every: string;
}

/**
 * A change that a step makes to TimescaleDB's own state. A span is the text of an interval or of an
 * integer.
 */
export type TimescaleEffect =
  | {
    readonly kind: "hypertable";
    readonly relation: RelationName;
    readonly timeColumn: string;
    readonly chunkInterval: string;
  }
  | {
    readonly kind: "chunkInterval";
    readonly relation: RelationName;
    readonly chunkInterval: string;
  }
  | {
    readonly kind: "integerNow";
    readonly relation: RelationName;
    /** The function's name, as {@linkcode formatRelation} writes it. */
    readonly integerNow: string;
  }
  | {
    readonly kind: "compression";
    readonly relation: RelationName;
    readonly settings: CompressionSettings | null;
  }
  | {
    readonly kind: "compressionPolicy";
    readonly relation: RelationName;
    readonly after: string | null;
  }
  | {
    readonly kind: "retentionPolicy";
    readonly relation: RelationName;
    readonly after: string | null;
  }
  | {
    readonly kind: "continuousAggregate";
    readonly relation: RelationName;
    readonly definition: {
      readonly query: string;
      readonly plainQuery: string | null;
      readonly materializedOnly: boolean;
    } | null;
  }
  | {
    readonly kind: "materializedOnly";
    readonly relation: RelationName;
    readonly materializedOnly: boolean;
  }
  | {
    readonly kind: "refreshPolicy";
    readonly relation: RelationName;
    readonly policy: RefreshPolicy | null;
  };
