import type { FileHandle } from "node:fs/promises";
import type { FileMetaData, SchemaElement } from "hyparquet";
import { ConfigError } from "../../base/errors.ts";
import { type ColumnarLine, type ColumnCells, linesOf } from "./columnar_reader.ts";
import { parquetCodecs } from "./parquet_codecs.ts";
import { parquetText, parquetValue, takeTypes, type TypedColumn } from "./parquet_cells.ts";
import { checkedFile, checkMetadata } from "./parquet_pages.ts";
import { type ReadFile, readOrRefuse } from "./read_or_refuse.ts";

/** Options of {@linkcode parquetLines}. */
export interface ParquetLinesOptions {
  /** The file's name, for errors. */
  readonly name: string;
  readonly size: number;
  /** Told of each part that is read. */
  readonly onBytes: (bytes: number) => void;
}

/** Reads a Parquet file, and yields the lines of each row group. */
export async function* parquetLines(
  handle: FileHandle,
  { name, size, onBytes }: ParquetLinesOptions,
): AsyncGenerator<Iterable<ColumnarLine>> {
  const { parquetMetadataAsync, parquetRead } = await import("hyparquet");
  const compressors = await parquetCodecs();
  const file = { byteLength: size, slice };
  const read: ReadFile = { name, format: "Parquet" };
  if (new TextDecoder().decode(await slice(Math.max(0, size - 4))) === "PARE") {
    throw encrypted(name);
  }
  const metadata = await readOrRefuse(
    read,
    () => parquetMetadataAsync(file, { geoparquet: false }),
  );
  refuseEncrypted(metadata, name);
  refuseNested(metadata.schema, name);
  await readOrRefuse(read, async () => await checkMetadata(metadata, size));
  const columns = takeTypes(metadata.schema);
  yield [{ line: 0, cells: columns.map(({ name }) => name) }];
  let after = 0;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    const cells = await readOrRefuse(read, () => readGroup(metadata, { after, rows }));
    yield linesOf(cells, { file: read, rows, after });
    after += rows;
  }

  async function slice(start: number, end = size): Promise<ArrayBuffer> {
    const bytes = new Uint8Array(Math.max(0, end - start));
    for (let at = 0; at < bytes.length;) {
      const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    onBytes(bytes.length);
    return bytes.buffer;
  }

  async function readGroup(
    metadata: FileMetaData,
    { after, rows }: { readonly after: number; readonly rows: number },
  ): Promise<readonly ColumnCells[]> {
    const parts = new Map<string, { start: number; values: ArrayLike<unknown> }[]>();
    const checked = checkedFile(file, metadata);
    await parquetRead({
      ...{
        file: checked,
        metadata,
        rowStart: after,
        rowEnd: after + rows,
        utf8: false,
        geoparquet: false,
      },
      compressors,
      parsers: { timestampFromNanoseconds: (nanos) => nanos },
      onChunk({ columnName, columnData, rowStart }) {
        const held = parts.get(columnName) ?? [];
        parts.set(columnName, held);
        held.push({ start: rowStart - after, values: columnData });
      },
    });
    return columns.map((column) => cellsOfParts(column, parts.get(column.name) ?? []));
  }
}

/** A column comes in pages; rows are asked for in order. */
function cellsOfParts(
  column: TypedColumn,
  parts: { start: number; values: ArrayLike<unknown> }[],
): ColumnCells {
  const ordered = parts.toSorted((a, b) => a.start - b.start);
  let at = 0;
  const given = (row: number): unknown => {
    let part = ordered[at];
    while (part !== undefined && row >= part.start + part.values.length) part = ordered[++at];
    return part?.values[row - part.start];
  };
  const orEmpty = <Value>(of: (value: unknown) => Value) => (row: number) => {
    const value = given(row);
    return value === null || value === undefined ? "" : of(value);
  };
  const value = parquetValue(column);
  return {
    text: orEmpty(parquetText(column)),
    ...value === undefined ? {} : { value: orEmpty(value) },
  };
}

/** The end of a file may be plain where its columns are not. */
function refuseEncrypted(metadata: FileMetaData, name: string): void {
  const columns = metadata.row_groups.flatMap(({ columns }) => columns);
  if (columns.some(({ crypto_metadata }) => crypto_metadata !== undefined)) throw encrypted(name);
}

function encrypted(name: string): ConfigError {
  return new ConfigError(`Cannot load "${name}": it is encrypted, write it without encryption`);
}

function refuseNested([root, ...rest]: readonly SchemaElement[], name: string): void {
  const nested = rest.find(({ num_children }) => (num_children ?? 0) > 0) ??
    rest.find(({ repetition_type }) => repetition_type === "REPEATED");
  if (nested === undefined && root !== undefined) return;
  throw new ConfigError(
    `Cannot load "${name}": its column "${nested?.name}" holds lists or records, write the file ` +
      "without it or with a column for each part",
  );
}
