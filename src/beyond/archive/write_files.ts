import { createHash } from "node:crypto";
import type { Column, ColumnBatch } from "../../answers/columns/mod.ts";
import { encodeParquet } from "../../answers/format/parquet.ts";
import type { ArchivedTable } from "./archived_table.ts";
import { type Content, contentHash } from "./content_hash.ts";
import type { ArchiveFile } from "./manifest.ts";
import { filePath, stagingPath } from "./paths.ts";
import { partitionsOf, type TimeRange } from "./period.ts";
import type { ArchivePlace } from "./place/mod.ts";
import { timeSpan } from "./time_span.ts";

/**
 * The rows of a row group: readers skip groups by their statistics and work through them at once.
 * A file has 64 of them, some 130 MB of candles.
 */
export const GROUP_ROWS = 131_072;
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
        files.push({ path, ...await writeFile(staged, fileRows(first)) });
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

  async function writeFile(
    path: string,
    batches: AsyncIterable<ColumnBatch>,
  ): Promise<Omit<ArchiveFile, "path">> {
    const sink = await place.sink(path);
    const sha = createHash("sha256");
    const span = timeSpan(columns, table.timeColumn);
    let [rows, bytes] = [0, 0];
    try {
      const stream = { columns, batches: seen() };
      for await (
        const piece of encodeParquet(stream, {
          ...{ groupRows: GROUP_ROWS, level: 3, deltaInstants: true },
        })
      ) {
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
}
