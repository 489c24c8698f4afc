import type { FileMetaData } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { readVarInt } from "hyparquet/src/thrift.js";

/** A part of a file that was read. */
export interface FilePart {
  /** Where it begins. */
  readonly start: number;
  readonly bytes: ArrayBuffer;
}

interface Reader {
  readonly view: DataView;
  offset: number;
}

type Column = NonNullable<FileMetaData["row_groups"][number]["columns"][number]["meta_data"]>;
type Header = ReturnType<typeof parquetHeader>;

/**
 * Checks what the end of a file of plain columns says.
 *
 * @throws {RangeError} If columns have no names, not as many values as there are rows, or lie where
 * the file is not.
 */
export function checkMetadata(metadata: FileMetaData, size: number): void {
  for (const { name } of metadata.schema) {
    if (typeof name !== "string") throw new RangeError("A column has no name");
  }
  for (const { num_rows, columns } of metadata.row_groups) {
    for (const { meta_data: column } of columns) {
      if (column === undefined) throw new RangeError("A column is not in the file");
      assertCount(Number(num_rows) - Number(column.num_values), 0);
      assertCount(Number(column.total_uncompressed_size), Number.MAX_SAFE_INTEGER);
      assertCount(beginOf(column) + Number(column.total_compressed_size), size);
    }
  }
}

/** A file as the library reads it. */
export interface SlicedFile {
  readonly byteLength: number;
  slice(start: number, end?: number): Promise<ArrayBuffer>;
}

/** Returns a file each of whose parts is checked before the library sees it. */
export function checkedFile(file: SlicedFile, metadata: FileMetaData): SlicedFile {
  return {
    byteLength: file.byteLength,
    slice(start, end) {
      const checking = file.slice(start, end).then((bytes) => {
        checkPages({ start, bytes }, metadata);
        return bytes;
      });
      // The library asks for several parts at once, and after a failure looks at no other.
      checking.catch(() => {});
      return checking;
    },
  };
}

/**
 * Checks the pages of the columns that a part of a file holds whole. The library believes the counts
 * of a page: by a broken one it reads without end.
 *
 * @throws {RangeError} If a page says of itself what cannot be.
 */
export function checkPages({ start, bytes }: FilePart, metadata: FileMetaData): void {
  for (const { meta_data: column } of metadata.row_groups.flatMap(({ columns }) => columns)) {
    if (column === undefined) continue;
    const from = beginOf(column) - start;
    const length = Number(column.total_compressed_size);
    if (from < 0 || from + length > bytes.byteLength) continue;
    const reader = { view: new DataView(bytes, from, length), offset: 0 };
    let left = Number(column.num_values);
    while (left > 0 && reader.offset < length - 1) {
      const header = parquetHeader(reader);
      assertCount(header.compressed_page_size, length - reader.offset);
      assertCount(header.uncompressed_page_size, Number(column.total_uncompressed_size));
      left -= valuesOf(reader, header, left);
      reader.offset += header.compressed_page_size;
    }
    assertCount(left, 0);
  }
}

/** Returns where the pages of a column begin; without a dictionary, some writers say 0 for it. */
function beginOf({ dictionary_page_offset: dictionary, data_page_offset: data }: Column): number {
  return Number(dictionary || data);
}

/** Returns how many values of the column a page holds. */
function valuesOf(reader: Reader, header: Header, left: number): number {
  const { dictionary_page_header: dictionary, data_page_header_v2: second } = header;
  if (dictionary !== undefined) {
    // A value takes a bit at least.
    assertCount(dictionary.num_values, header.uncompressed_page_size * 8);
    return 0;
  }
  if (second === undefined) {
    const count = header.data_page_header?.num_values;
    assertCount(count, left);
    return count;
  }
  const { num_values, num_nulls, num_rows, ...levels } = second;
  assertCount(num_values, left);
  assertCount(num_nulls, num_values);
  assertCount(num_rows, num_values);
  const { repetition_levels_byte_length: before, definition_levels_byte_length: length } = levels;
  assertCount(before, header.compressed_page_size);
  assertCount(length, header.compressed_page_size - before);
  if (length > 0) checkRuns(reader, { at: reader.offset + before, length, count: num_values });
  return num_values;
}

/** Checks the runs that say which values of a page are null, a bit each. */
function checkRuns(
  { view }: Reader,
  { at, length, count }: { readonly at: number; readonly length: number; readonly count: number },
): void {
  const reader = { view, offset: at };
  for (let seen = 0; seen < count;) {
    const head = readVarInt(reader);
    const isPacked = (head & 1) === 1;
    const size = head >>> 1;
    assertCount(size - 1, count);
    seen += isPacked ? size * 8 : size;
    reader.offset += isPacked ? size : 1;
    assertCount(reader.offset - at, length);
  }
}

function assertCount(count: unknown, most: number): asserts count is number {
  const isCount = typeof count === "number" && Number.isInteger(count) && count >= 0;
  if (isCount && count <= most) return;
  throw new RangeError(`A page counts ${String(count)} where ${most} is the most`);
}
