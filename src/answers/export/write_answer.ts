import type { ColumnBatch, ColumnStream } from "../columns/mod.ts";
import type { Format } from "../format/mod.ts";
import type { Sink } from "./sink/mod.ts";

/** How far an export has come. */
export interface Written {
  readonly rows: number;
  readonly bytes: number;
}

/** Options of {@linkcode writeAnswer}. */
export interface WriteAnswerOptions {
  readonly format: Format;
  readonly sink: Sink;
  /** Called after each piece. */
  readonly onProgress?: (written: Written) => void;
  readonly signal?: AbortSignal;
  /** Sees each batch before it is written. */
  readonly onBatch?: (batch: ColumnBatch) => void;
}

/**
 * Writes an answer to its place while it is read, and withdraws what was written where that fails.
 */
export async function writeAnswer(
  { columns, batches }: ColumnStream,
  { format, sink, signal, onProgress, onBatch }: WriteAnswerOptions,
): Promise<Written> {
  let [rows, bytes] = [0, 0];
  async function* counted(): AsyncGenerator<ColumnBatch> {
    for await (const batch of batches) {
      onBatch?.(batch);
      rows += batch.length;
      yield batch;
    }
  }
  try {
    for await (const piece of format.encode({ columns, batches: counted() })) {
      await sink.write(piece);
      bytes += piece.length;
      onProgress?.({ rows, bytes });
    }
    signal?.throwIfAborted();
    await sink.close();
  } catch (error) {
    await sink.abort().catch(() => {
      // What failed first tells more.
    });
    throw error;
  }
  return { rows, bytes };
}
