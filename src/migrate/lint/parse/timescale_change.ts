import type { OrderColumn } from "../../../timescale/mod.ts";
import type { RelationName } from "../../author/effect.ts";

/** Compression settings of one statement; undefined if it does not set one. */
export interface GivenCompression {
  /** The columns whose values share a segment. */
  readonly segmentBy?: readonly string[];
  /** The order of rows in a segment. */
  readonly orderBy?: readonly OrderColumn[];
  /** The interval up to which compressed chunks are merged, null for none. */
  readonly rollup?: string | null;
  /** The sparse indexes as written. */
  readonly sparseIndex?: string;
}

/** An effect on TimescaleDB's own state; an interval that cannot be read is null. */
export type TimescaleChange =
  | {
    readonly kind: "hypertable";
    readonly relation: RelationName;
    readonly timeColumn: string;
    readonly chunkInterval: string | null;
    readonly migrateData: boolean;
  }
  | {
    readonly kind: "chunkInterval";
    readonly relation: RelationName;
    readonly chunkInterval: string | null;
  }
  | {
    readonly kind: "compression";
    readonly relation: RelationName;
    /** Null disables it. */
    readonly given: GivenCompression | null;
  }
  | {
    readonly kind: "compressionPolicy" | "retentionPolicy";
    readonly relation: RelationName;
    /** Null removes it. */
    readonly policy: { readonly after: string | null } | null;
  }
  | { readonly kind: "integerNow"; readonly relation: RelationName }
  | {
    readonly kind: "refresh";
    readonly relation: RelationName;
    /** True if the window begins with the oldest row. */
    readonly unbounded: boolean;
  }
  | {
    readonly kind: "refreshPolicy";
    readonly relation: RelationName;
    /** Null removes it. */
    readonly policy: RefreshWindow | null;
  };

/** The window of a refresh policy. */
export interface RefreshWindow {
  /** How far back it begins; null if it is unbounded or cannot be read. */
  readonly startOffset: string | null;
  /** True if it begins with the oldest row. */
  readonly unbounded: boolean;
}
