import type { RelationName } from "../../base/sql/mod.ts";
import type { OrderColumn } from "../../timescale/mod.ts";

export type { RelationName } from "../../base/sql/mod.ts";

/** The settings of compression, with SQL names. */
export interface CompressionSettings {
  /** The columns whose values share a segment. */
  readonly segmentBy: readonly string[];
  /** The order of rows in a segment. */
  readonly orderBy: readonly OrderColumn[];
  /** The span up to which compressed chunks are merged, null for none; undefined leaves it as it was. */
  readonly rollup: string | null | undefined;
}

/** The policy that refreshes a continuous aggregate; null offsets mean no bound. */
export interface RefreshPolicy {
  /** The older end of the window, counted back from the run. */
  readonly startOffset: string | null;
  /** The newer end of the window, counted back from the run. */
  readonly endOffset: string | null;
  /** How often it runs. */
  readonly every: string;
}

/** What a step changes in TimescaleDB's own state. A span is an interval, or the digits of a number. */
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
    /** The function, as {@linkcode formatRelation} writes it. */
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
