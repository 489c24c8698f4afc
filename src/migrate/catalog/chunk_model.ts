/** What chunks have that need not be as their table has it. */
export interface ChunksModel {
  /** How compressed chunks are compressed; chunks that are alike are one entry. */
  readonly compressed: readonly ChunkCompression[];
  /** Indexes of the table that some chunk lacks. */
  readonly indexes: readonly ChunkIndex[];
}

/** Settings that chunks were compressed with. */
export interface ChunkCompression {
  readonly segmentBy: readonly string[];
  readonly orderBy: readonly string[];
  readonly chunks: number;
  /** The oldest of them, without its schema. */
  readonly example: string;
}

/** An index that some chunk lacks, or has half-built. */
export interface ChunkIndex {
  readonly name: string;
  readonly state: "gone" | "invalid";
  /** How many chunks have it in this state. */
  readonly chunks: number;
  /** The oldest of them, without its schema. */
  readonly example: string;
}
