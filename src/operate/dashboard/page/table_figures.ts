import type { ChunkCompressionFigures, ObservedChunk } from "../../observe/mod.ts";

/** The size of chunks together, in bytes. */
export function sizeOf(chunks: readonly ObservedChunk[]): number {
  return chunks.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The rows of chunks together; null where those of one are not known. */
export function rowsOf(chunks: readonly ObservedChunk[]): number | null {
  return chunks.some(({ rows }) => rows === null)
    ? null
    : chunks.reduce((sum, { rows }) => sum + (rows ?? 0), 0);
}

/** The compression figures of chunks together; null where none has any. */
export function compressionOf(chunks: readonly ObservedChunk[]): ChunkCompressionFigures | null {
  const all = chunks.flatMap(({ compression }) => compression === null ? [] : [compression]);
  if (all.length === 0) return null;
  const sum = (of: (one: ChunkCompressionFigures) => number) =>
    all.reduce((total, one) => total + of(one), 0);
  return {
    bytesBefore: sum(({ bytesBefore }) => bytesBefore),
    bytesAfter: sum(({ bytesAfter }) => bytesAfter),
    rows: sum(({ rows }) => rows),
    batches: sum(({ batches }) => batches),
  };
}
