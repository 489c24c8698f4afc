import { constants, zstdCompressSync } from "node:zlib";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { VERSION } from "../../base/version.ts";
import type { ColumnStream } from "../columns/mod.ts";
import { nameTypes, parquetElement } from "./_parquet_schema.ts";
import { parquetValues } from "./_parquet_values.ts";
import { rebatch } from "./_rebatch.ts";
import type { Format } from "./format.ts";

/**
 * Parquet: days as DATE, instants as TIMESTAMP of microseconds in UTC, limited decimals as DECIMAL
 * and others as texts, documents as texts. Row groups have one size, with statistics for those who filter.
 */
export const parquet: Format = {
  name: "parquet",
  mediaType: "application/vnd.apache.parquet",
  extension: "parquet",
  encode,
};

/** The rows of a row group: enough for readers that skip by statistics, little enough to hold. */
const GROUP_ROWS = 32_768;

async function* encode({ columns, batches }: ColumnStream): AsyncGenerator<Uint8Array> {
  const schema = [
    { name: "schema", num_children: columns.length },
    ...columns.map(parquetElement),
  ];
  const writer = new PiecesWriter();
  const file = new ParquetWriter({
    writer,
    schema,
    createdBy: `@strata/foundation ${VERSION}`,
    // Native, and half the size: the library's own Snappy took an eighth of the time.
    codec: "ZSTD",
    compressors: { ZSTD: compress },
  });
  for await (const batch of rebatch(batches, GROUP_ROWS)) {
    const columnData = columns.flatMap((column, i) => {
      const held = batch.columns[i];
      return held === undefined ? [] : [{ name: column.name, ...parquetValues(column, held) }];
    });
    file.write({ columnData, rowGroupSize: batch.length });
    yield writer.take();
  }
  nameTypes(schema, columns);
  file.finish();
  yield writer.take();
}

function compress(bytes: Uint8Array): Uint8Array {
  const params = { [constants.ZSTD_c_compressionLevel]: 1 };
  return new Uint8Array(zstdCompressSync(bytes, { params }));
}

/** A writer whose bytes are taken after each group, while its count of them goes on. */
class PiecesWriter extends ByteWriter {
  take(): Uint8Array {
    const piece = new Uint8Array(this.getBuffer());
    this.index = 0;
    return piece;
  }
}
