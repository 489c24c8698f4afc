import { columnBuilder, type CopyBytes } from "./_column_builder.ts";
import type { ColumnBatch } from "./column_batch.ts";
import type { Column } from "./column_type.ts";

/** Collects the rows of a binary COPY into batches. */
export interface RowCollector {
  /** The rows since the last batch. */
  readonly rows: number;
  /** Whether a batch is complete. */
  readonly isFull: boolean;
  /** Takes one message of the COPY: its header, a row, or its trailer. */
  push(message: Uint8Array): void;
  /** Returns the rows since the last batch. */
  take(): ColumnBatch;
}

/**
 * Creates a collector of rows with these columns. The format stands in PostgreSQL's documentation of
 * COPY, under "Binary Format"; the server sends each row as a message of its own.
 */
export function rowCollector(columns: readonly Column[], batchRows: number): RowCollector {
  const builders = columns.map((column) => columnBuilder(column, batchRows));
  let rows = 0;
  let isBegun = false;
  // Many messages lie in one buffer of the socket, and one view serves them all.
  let held: CopyBytes = { bytes: new Uint8Array(0), view: new DataView(new ArrayBuffer(0)) };
  return {
    get rows() {
      return rows;
    },
    get isFull() {
      return rows === batchRows;
    },
    push({ buffer, byteOffset, length: size }) {
      if (buffer !== held.bytes.buffer) {
        held = { bytes: new Uint8Array(buffer), view: new DataView(buffer) };
      }
      const { view } = held;
      let at = byteOffset;
      if (!isBegun) {
        // The signature, the flags, and an extension that is skipped.
        at += 19 + view.getInt32(at + 15);
        isBegun = true;
        if (at === byteOffset + size) return;
      }
      const fields = view.getInt16(at);
      if (fields === -1) return;
      if (fields !== builders.length) {
        throw new TypeError(
          `Cannot read the answer: it has ${fields} columns where ${builders.length} are expected`,
        );
      }
      at += 2;
      for (const builder of builders) {
        const length = view.getInt32(at);
        at += 4;
        if (length < 0) {
          builder.skip(rows);
        } else {
          builder.read(held, at, length, rows);
          at += length;
        }
      }
      rows++;
    },
    take() {
      const batch = { length: rows, columns: builders.map((builder) => builder.take(rows)) };
      rows = 0;
      return batch;
    },
  };
}
