import type { Queryable } from "../../base/sql/mod.ts";
import type { RelationName } from "../author/effect.ts";
import { chunkCompressionQuery, chunkIndexesQuery } from "./_chunk_queries.ts";
import type { ChunkCompression, ChunkIndex, ChunksModel } from "./chunk_model.ts";
import { readOrder } from "./order_text.ts";

/** Returns the properties of a hypertable's chunks. */
export type ChunksOf = (hypertable: RelationName) => ChunksModel;

/** Reads the compression settings and missing indexes of chunks, within the caller's snapshot. */
export async function readChunks(client: Queryable): Promise<ChunksOf> {
  const compressed = (await client.query<CompressionRow>(chunkCompressionQuery)).rows;
  const indexes = (await client.query<IndexRow>(chunkIndexesQuery)).rows;
  return ({ schema, name }) => {
    const isOf = (row: RelationName): boolean => row.schema === schema && row.name === name;
    return {
      compressed: compressed.filter(isOf).map((row): ChunkCompression => ({
        segmentBy: readOrder(row.segmentBy),
        orderBy: readOrder(row.orderBy),
        chunks: row.chunks,
        example: row.example,
      })),
      indexes: indexes.filter(isOf).map(({ index, state, chunks, example }): ChunkIndex => ({
        ...{ name: index, state, chunks, example },
      })),
    };
  };
}

interface CompressionRow extends RelationName {
  readonly segmentBy: string;
  readonly orderBy: string;
  readonly chunks: number;
  readonly example: string;
}

interface IndexRow extends RelationName, Pick<ChunkIndex, "state" | "chunks" | "example"> {
  readonly index: string;
}
