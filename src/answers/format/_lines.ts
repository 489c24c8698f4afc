import type { ColumnBatch, ColumnValues } from "../columns/mod.ts";

/** How the value of a column is written in a line. */
export interface ColumnCell {
  /** What stands before the value. */
  readonly before: string;
  /** What stands for a null. */
  readonly nothing: string;
  write(values: ColumnValues, row: number): string;
}

/** How lines are written. */
export interface LineFormat {
  /** What stands before the first line. */
  readonly head: string;
  readonly cells: readonly ColumnCell[];
  /** What ends each line. */
  readonly end: string;
}

/**
 * The rows that are written as one piece, a text of some 50 KB: longer ones outlive the collector's
 * young generation and take 50 MiB more.
 */
const PIECE_ROWS = 1_024;

/** Writes an answer line by line. */
export async function* encodeLines(
  batches: AsyncIterable<ColumnBatch>,
  { head, ...lines }: LineFormat,
): AsyncGenerator<Uint8Array> {
  if (head !== "") yield new TextEncoder().encode(head);
  for await (const batch of batches) yield* encodeBatch(batch, lines);
}

/** Writes the lines of a batch. */
export function* encodeBatch(
  batch: ColumnBatch,
  lines: Omit<LineFormat, "head">,
): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  for (let from = 0; from < batch.length; from += PIECE_ROWS) {
    const to = Math.min(batch.length, from + PIECE_ROWS);
    yield encoder.encode(piece(batch, { ...lines, from, to }));
  }
}

/** Which rows are written. */
export interface Piece extends Omit<LineFormat, "head"> {
  readonly from: number;
  readonly to: number;
}

/** Writes the lines of some rows. */
export function piece({ columns }: ColumnBatch, { cells, end, from, to }: Piece): string {
  const written = columns.flatMap((column, i) => {
    const cell = cells[i];
    return cell === undefined ? [] : [{ ...column, ...cell }];
  });
  let text = "";
  for (let row = from; row < to; row++) {
    for (const { before, nothing, write, values, valid } of written) {
      text += before;
      text += valid !== undefined && valid[row] === 0 ? nothing : write(values, row);
    }
    text += end;
  }
  return text;
}
