import type { FileHandle } from "node:fs/promises";
import { zstdDecompressSync } from "node:zlib";
import {
  compressionRegistry,
  CompressionType,
  type RecordBatch,
  RecordBatchReader,
  type Schema,
} from "apache-arrow";
import { arrowCells } from "./arrow_cells.ts";
import { type ColumnarLine, linesOf } from "./columnar_reader.ts";
import { decompressLz4Frame } from "./lz4_frame.ts";
import { type ReadFile, readOrRefuse } from "./read_or_refuse.ts";

compressionRegistry.set(CompressionType.ZSTD, {
  decode: (bytes) => new Uint8Array(zstdDecompressSync(bytes)),
});
compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: decompressLz4Frame });

/** A file whose end can be read first, or bytes as they come. */
export type ArrowInput = FileHandle | AsyncIterable<Uint8Array>;

/** Reads an Arrow file or stream, and yields the lines of each record batch. */
export async function* arrowLines(
  input: ArrowInput,
  name: string,
): AsyncGenerator<Iterable<ColumnarLine>> {
  const read: ReadFile = { name, format: "Arrow" };
  const reader = await readOrRefuse(read, async () => {
    // as: the library's overloads do not take the union that it reads.
    const opened = await RecordBatchReader.from(input as AsyncIterable<Uint8Array>);
    const reader = await opened.open();
    if ("fd" in input) await checkBlocks(input, reader);
    return reader;
  });
  const schema: Schema = reader.schema;
  yield [{ line: 0, cells: schema.fields.map((field) => field.name) }];
  let after = 0;
  const batches = reader[Symbol.asyncIterator]();
  try {
    while (true) {
      const { value, done } = await readOrRefuse(read, () => Promise.resolve(batches.next()));
      if (done) return;
      // as: an iterator that is not done has a value.
      const batch = value as RecordBatch;
      const cells = schema.fields.map((field, i) => {
        const vector = batch.getChildAt(i);
        return arrowCells(field, vector, name);
      });
      yield linesOf(cells, { file: read, rows: batch.numRows, after });
      after += batch.numRows;
    }
  } finally {
    await reader.cancel();
  }
}

/**
 * Checks that a message begins where the end of a file says. The library believes the length that it
 * finds there: by a broken one it reads without end.
 */
async function checkBlocks(file: FileHandle, { footer }: RecordBatchReader): Promise<void> {
  if (footer === null) return;
  for (
    const { offset, metaDataLength } of [
      ...footer.dictionaryBatches(),
      ...footer.recordBatches(),
    ]
  ) {
    const head = new Uint8Array(8);
    await file.read(head, 0, head.length, Number(offset));
    const numbers = new DataView(head.buffer);
    const [mark, length] = [numbers.getInt32(0, true), numbers.getInt32(4, true)];
    // Before Arrow 0.15, the length came without a mark.
    const size = mark === -1 ? length : mark;
    if (size > 0 && size <= metaDataLength) continue;
    throw new RangeError(`A message of ${size} bytes, where the file has ${metaDataLength}`);
  }
}
