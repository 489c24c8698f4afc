import { makeData, RecordBatch, RecordBatchFileWriter, Schema, Struct } from "apache-arrow";
import type { ColumnBatch, ColumnStream } from "../columns/mod.ts";
import { arrowData, arrowField } from "./_arrow_columns.ts";
import { rebatch } from "./_rebatch.ts";
import type { Format } from "./format.ts";

/**
 * Arrow's IPC file (Feather version 2), as `pl.read_ipc` and `pandas.read_feather` take it, from a
 * URL too. Its footer stands at the end, so it is written as it is read.
 */
export const arrow: Format = {
  name: "arrow",
  mediaType: "application/vnd.apache.arrow.file",
  extension: "arrow",
  encode,
};

/** The rows of a record batch; readers work through them one by one. */
const BATCH_ROWS = 16_384;

async function* encode({ columns, batches }: ColumnStream): AsyncGenerator<Uint8Array> {
  const schema = new Schema(columns.map(arrowField));
  const writer = new PartsWriter();
  writer.reset(undefined, schema);
  for await (const batch of rebatch(batches, BATCH_ROWS)) {
    writer.write(toRecordBatch(batch));
    yield* writer.take();
  }
  writer.close();
  yield* writer.take();

  function toRecordBatch({ length, columns: values }: ColumnBatch): RecordBatch {
    const children = columns.flatMap((column, i) => {
      const held = values[i];
      return held === undefined ? [] : [arrowData(column, held, length)];
    });
    return new RecordBatch(
      schema,
      makeData({ type: new Struct(schema.fields), length, nullCount: 0, children }),
    );
  }
}

/** A writer whose bytes are taken after each batch: the library's own queue would hold them all. */
class PartsWriter extends RecordBatchFileWriter {
  #parts: Uint8Array[] = [];
  #held = 0;

  protected override _write(chunk: ArrayBufferView): this {
    const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (bytes.length > 0) this.#parts.push(bytes);
    this._position += bytes.length;
    this.#held += bytes.length;
    return this;
  }

  /** Returns what was written since the last time, in one piece. */
  *take(): Generator<Uint8Array> {
    if (this.#held === 0) return;
    const piece = new Uint8Array(this.#held);
    let at = 0;
    for (const part of this.#parts) {
      piece.set(part, at);
      at += part.length;
    }
    [this.#parts, this.#held] = [[], 0];
    yield piece;
  }
}
