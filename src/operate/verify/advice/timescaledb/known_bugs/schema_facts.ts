import type { RelationName } from "../../../../../base/sql/mod.ts";

/** What a schema has of what bugs touch. */
export interface SchemaFacts {
  /** The hypertables with the columnstore on. */
  readonly tables: readonly TableFacts[];
  readonly database: string;
  /** Users who may log in, without special rights and not the owner of the database. */
  readonly otherUsers: number;
  /** Whether rows are compressed while they are inserted, here or in a setting of the database. */
  readonly isDirectCompressOn: boolean;
  readonly isSkipScanOn: boolean;
  /** Whether chunks are compressed again segment by segment. */
  readonly isSegmentwiseOn: boolean;
  /** Whether plans are made anew for each execution. */
  readonly isPlanCustom: boolean;
}

/** A hypertable with the columnstore on. */
export interface TableFacts {
  readonly relation: RelationName;
  readonly hasCompressed: boolean;
  readonly hasUncompressed: boolean;
  readonly hasPartial: boolean;
  readonly hasUniqueKey: boolean;
  /** A unique key that takes nulls as equal, over a column that may be null. */
  readonly hasNullsNotDistinct: boolean;
  /** A unique key over a generated column. */
  readonly hasGeneratedKey: boolean;
  readonly hasGeneratedColumn: boolean;
  /** An index of several columns. */
  readonly hasWideIndex: boolean;
  /** Whether compressed rows are ordered by several columns. */
  readonly isOrderedByMany: boolean;
  /** Whether chunks are merged while compressing. */
  readonly isMerging: boolean;
  /** How sparse indexes are set: not at all, to nothing, or to something. */
  readonly sparseIndex: "unset" | "empty" | "set";
}
