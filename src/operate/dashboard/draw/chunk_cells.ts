import type { TimeScale } from "./time_scale.ts";
import type { ChunkState, ObservedChunk } from "../../observe/mod.ts";

/** One or more neighbouring chunks that are drawn as one bar. */
export interface ChunkCell {
  /** Where the first begins. */
  readonly from: number;
  /** Where the last ends. */
  readonly to: number;
  /** How many there are of each state. */
  readonly states: Readonly<Record<ChunkState, number>>;
  /** How many there are. */
  readonly chunks: number;
  /** How many were compressed under other settings than the table has now. */
  readonly old: number;
  readonly bytes: number;
  /** Null where the rows of one are not known. */
  readonly rows: number | null;
}

/**
 * Puts chunks together that would be narrower than a bar, when the line has room for so many bars,
 * and those of the same range. Chunks come oldest first.
 */
export function chunkCells(
  chunks: readonly ObservedChunk[],
  { scale, bars }: { readonly scale: Pick<TimeScale, "place">; readonly bars: number },
): readonly ChunkCell[] {
  const width = 100 / bars;
  const cells: ObservedChunk[][] = [];
  let slot = NaN;
  for (const chunk of chunks) {
    const [last, before] = [cells.at(-1), cells.at(-1)?.[0]];
    const [from, to] = [scale.place(chunk.from), scale.place(chunk.to)];
    const own = Math.floor(from / width);
    const isNarrow = to - from < width && own === slot;
    const isSame = before?.from === chunk.from && before.to === chunk.to;
    if (last !== undefined && (isNarrow || isSame)) last.push(chunk);
    else cells.push([chunk]);
    slot = own;
  }
  return cells.map(toCell);
}

function toCell(chunks: readonly ObservedChunk[]): ChunkCell {
  const count = (state: ChunkState) => chunks.filter((chunk) => chunk.state === state).length;
  return {
    from: chunks[0]?.from ?? 0,
    to: Math.max(...chunks.map(({ to }) => to)),
    states: {
      uncompressed: count("uncompressed"),
      compressed: count("compressed"),
      partial: count("partial"),
      unordered: count("unordered"),
    },
    chunks: chunks.length,
    old: chunks.filter(({ hasOldSettings }) => hasOldSettings).length,
    bytes: chunks.reduce((sum, { bytes }) => sum + bytes, 0),
    rows: chunks.some(({ rows }) => rows === null)
      ? null
      : chunks.reduce((sum, { rows }) => sum + (rows ?? 0), 0),
  };
}

/** The state that needs a look first. */
export function worstState({ states }: Pick<ChunkCell, "states">): ChunkState {
  if (states.partial > 0) return "partial";
  if (states.unordered > 0) return "unordered";
  return states.uncompressed > 0 ? "uncompressed" : "compressed";
}
