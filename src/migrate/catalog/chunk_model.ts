/** Properties of chunks that can differ from those of their table. */
export interface ChunksModel {
  /** The settings of compressed chunks, with one entry for all chunks with equal settings. */
  readonly compressed: readonly ChunkCompression[];
  /** The indexes of the table that are missing or invalid in some chunks. */
  readonly indexes: readonly ChunkIndex[];
}

/** Settings with which chunks were compressed. */
export interface ChunkCompression {
  readonly segmentBy: readonly string[];
  readonly orderBy: readonly string[];
  readonly chunks: number;
  /** The oldest of them, without its schema. */
  readonly example: string;
}

/** An index that is missing or invalid in some chunks. */
export interface ChunkIndex {
  readonly name: string;
  readonly state: "gone" | "invalid";
  /** The number of chunks with the index in this state. */
  readonly chunks: number;
  /** The oldest of them, without its schema. */
  readonly example: string;
}
