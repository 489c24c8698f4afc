import { createHash } from "node:crypto";
import type { Column, ColumnBatch } from "../../answers/columns/mod.ts";
import { encodeParquet } from "../../answers/format/parquet.ts";
import type { ArchivedTable } from "./archived_table.ts";
import type { ArchiveFile } from "./manifest.ts";
import type { ArchivePlace } from "./place/mod.ts";
import { timeSpan } from "./time_span.ts";

/** The rows of a row group: readers skip groups by their statistics and work through them at once. */
export const GROUP_ROWS = 131_072;

/** What is written to one file. */
export interface WriteParquetOptions {
  readonly place: ArchivePlace;
  readonly path: string;
  readonly columns: readonly Column[];
  /** The rows, a row group a batch. */
  readonly batches: AsyncIterable<ColumnBatch>;
}

/** Writes rows to a Parquet file, and measures it on the way. */
export async function writeParquet(
  { timeColumn }: Pick<ArchivedTable, "timeColumn">,
  { place, path, columns, batches }: WriteParquetOptions,
): Promise<Omit<ArchiveFile, "path">> {
  const sink = await place.sink(path);
  const sha = createHash("sha256");
  const span = timeSpan(columns, timeColumn);
  let [rows, bytes] = [0, 0];
  // Half the size of the compressed chunks for candles; a higher level takes twice the time for a
  // twentieth less.
  const options = { groupRows: GROUP_ROWS, level: 3, deltaInstants: true };
  try {
    for await (const piece of encodeParquet({ columns, batches: seen() }, options)) {
      sha.update(piece);
      bytes += piece.length;
      await sink.write(piece);
    }
    await sink.close();
  } catch (error) {
    await sink.abort().catch(() => {
      // What failed first tells more.
    });
    throw error;
  }
  return { rows, bytes, sha256: sha.digest("hex"), ...span.end() };

  async function* seen(): AsyncGenerator<ColumnBatch> {
    for await (const batch of batches) {
      span.add(batch);
      rows += batch.length;
      yield batch;
    }
  }
}
