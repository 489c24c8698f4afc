import type { OrderColumn } from "../../../timescale/mod.ts";
import type { RelationName } from "../../author/effect.ts";

/** Settings of compression as one statement gives them; undefined where it does not name one. */
export interface GivenCompression {
  /** The columns whose values share a segment. */
  readonly segmentBy?: readonly string[];
  /** The order of rows in a segment. */
  readonly orderBy?: readonly OrderColumn[];
  /** The span up to which compressed chunks are merged, null for none. */
  readonly rollup?: string | null;
  /** The sparse indexes, as they are written. */
  readonly sparseIndex?: string;
}

/** What a statement changes in TimescaleDB's own state; a span that cannot be read is null. */
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
    /** True where it begins with the oldest row. */
    readonly unbounded: boolean;
  }
  | {
    readonly kind: "refreshPolicy";
    readonly relation: RelationName;
    /** Null removes it. */
    readonly policy: RefreshWindow | null;
  };

/** The window of a refresh policy: how far back it begins. */
export interface RefreshWindow {
  /** The span, or null where it is unbounded or cannot be read. */
  readonly startOffset: string | null;
  /** True where it has no older end. */
  readonly unbounded: boolean;
}
