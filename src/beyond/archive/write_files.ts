import type { Column, ColumnBatch } from "../../answers/columns/mod.ts";
import type { ArchivedTable } from "./archived_table.ts";
import { type Content, contentHash } from "./content_hash.ts";
import type { ArchiveFile } from "./manifest.ts";
import { filePath, stagingPath } from "./paths.ts";
import { partitionsOf, type TimeRange } from "./period.ts";
import type { ArchivePlace } from "./place/mod.ts";
import { GROUP_ROWS, writeParquet } from "./write_parquet.ts";

/** A file has 64 row groups, some 130 MB of candles. */
const FILE_ROWS = 64 * GROUP_ROWS;

/** What is written, and where. */
export interface WriteFilesOptions {
  readonly place: ArchivePlace;
  /** The range's name in the ledger. */
  readonly id: string;
  readonly range: TimeRange;
  readonly columns: readonly Column[];
  /** Reads the rows of a part of the range, a row group a batch. */
  readonly read: (range: TimeRange) => AsyncIterable<ColumnBatch>;
  readonly onRows?: ((rows: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Files that stand under their first names. */
export interface WrittenFiles {
  readonly files: readonly ArchiveFile[];
  readonly content: Content;
}

/** Writes the rows of a range to files under their first names, month by month or year by year. */
export async function writeFiles(
  table: ArchivedTable,
  options: WriteFilesOptions,
): Promise<WrittenFiles> {
  const { place, id, range, columns, read } = options;
  const hash = contentHash(columns);
  const files: ArchiveFile[] = [];
  for (const partition of partitionsOf(range, table.period)) {
    const batches = read(partition)[Symbol.asyncIterator]();
    try {
      let next = await batches.next();
      for (let part = 1; !next.done; part++) {
        const path = filePath(table, { partition: partition.path, range, part });
        const staged = stagingPath(table.folder, id, files.length);
        const first = next.value;
        files.push({
          path,
          ...await writeParquet(table, { place, path: staged, columns, batches: fileRows(first) }),
        });
      }
      // deno-lint-ignore no-inner-declarations -- it shares the iterator of the partition
      async function* fileRows(first: ColumnBatch): AsyncGenerator<ColumnBatch> {
        let rows = 0;
        for (let batch = first;; batch = next.value) {
          options.signal?.throwIfAborted();
          hash.add(batch);
          rows += batch.length;
          yield batch;
          options.onRows?.(batch.length);
          next = await batches.next();
          if (next.done || rows >= FILE_ROWS) return;
        }
      }
    } finally {
      await batches.return?.();
    }
  }
  return { files, content: hash.end() };
}
