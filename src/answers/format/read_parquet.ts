import type { DecodedArray, FileMetaData } from "hyparquet";
import { StrataError } from "../../base/errors.ts";
import { parquetCodecs } from "../../ingest/columnar/parquet_codecs.ts";
import { parquetText, takeTypes, type TypedColumn } from "../../ingest/columnar/parquet_cells.ts";
import { readOrRefuse } from "../../ingest/columnar/read_or_refuse.ts";
import type { BatchColumn, Column, ColumnBatch, ColumnType } from "../columns/mod.ts";

/** A file that is read in pieces, from a disk or a bucket. */
export interface ParquetFile {
  /** Its place, for errors. */
  readonly name: string;
  readonly byteLength: number;
  slice(start: number, end?: number): Promise<ArrayBuffer>;
}

/**
 * Reads a Parquet file that this package wrote back into columns, a row group a batch: what was
 * encoded comes back bit by bit.
 *
 * @throws {StrataError} If it is broken, or its columns are others.
 */
export async function* readParquet(
  file: ParquetFile,
  columns: readonly Column[],
): AsyncGenerator<ColumnBatch> {
  const { parquetMetadataAsync, parquetRead } = await import("hyparquet");
  const { checkedFile, checkMetadata } = await import("../../ingest/columnar/parquet_pages.ts");
  const compressors = await parquetCodecs();
  const read = { name: file.name, format: "Parquet" } as const;
  const metadata = await readOrRefuse(read, () => parquetMetadataAsync(file));
  await readOrRefuse(read, async () => await checkMetadata(metadata, file.byteLength));
  const checked = checkedFile(file, metadata);
  const types = takeTypes(metadata.schema);
  refuseOthers(file.name, { columns, metadata });
  let after = 0;
  for (const group of metadata.row_groups) {
    const [from, rows] = [after, Number(group.num_rows)];
    yield await readOrRefuse(read, async () => {
      const parts = new Map<string, DecodedArray[]>();
      await parquetRead({
        ...{ file: checked, metadata, compressors, rowStart: from, rowEnd: from + rows },
        ...{ utf8: false, geoparquet: false },
        onChunk({ columnName, columnData }) {
          const held = parts.get(columnName) ?? [];
          parts.set(columnName, held);
          held.push(columnData);
        },
      });
      return {
        length: rows,
        columns: columns.map((column, i) =>
          columnOf(column, { type: types[i], parts: parts.get(column.name) ?? [], rows })
        ),
      };
    });
    after += rows;
  }
}

function refuseOthers(
  name: string,
  { columns, metadata }: { readonly columns: readonly Column[]; readonly metadata: FileMetaData },
): void {
  const found = metadata.schema.slice(1).map(({ name }) => name).join(", ");
  const want = columns.map(({ name }) => name).join(", ");
  if (found === want) return;
  throw new StrataError(`Cannot read "${name}": its columns are ${found}, want ${want}`);
}

interface ColumnParts {
  readonly type: TypedColumn | undefined;
  readonly parts: readonly DecodedArray[];
  readonly rows: number;
}

function columnOf(column: Column, { type, parts, rows }: ColumnParts): BatchColumn {
  const values = arrayOf(column.type, rows);
  let valid: Uint8Array | undefined;
  const convert = converterOf(column.type, type);
  let row = 0;
  for (const part of parts) {
    if (convert === undefined && ArrayBuffer.isView(part) && ArrayBuffer.isView(values)) {
      // as: a typed array of the library holds what its column's array takes.
      values.set(part as never, row);
      row += part.length;
      continue;
    }
    for (let i = 0; i < part.length; i++, row++) {
      const value: unknown = part[i];
      if (value === null || value === undefined) {
        valid ??= new Uint8Array(rows).fill(1);
        valid[row] = 0;
      } else {
        // as: see above, value by value.
        values[row] = (convert === undefined ? value : convert(value)) as never;
      }
    }
  }
  if (row !== rows) throw new RangeError(`"${column.name}" has ${row} values for ${rows} rows`);
  return { values, ...valid === undefined ? {} : { valid } };
}

function arrayOf(type: ColumnType, rows: number) {
  switch (type) {
    case "int32":
    case "date":
      return new Int32Array(rows);
    case "int64":
    case "timestamp":
      return new BigInt64Array(rows);
    case "float64":
      return new Float64Array(rows);
    case "boolean":
      return new Uint8Array(rows);
    case "decimal":
    case "text":
    case "json":
      return new Array<string>(rows).fill("");
  }
}

/** Returns what makes a column's values of the library's; undefined where they are the same. */
function converterOf(
  type: ColumnType,
  typed: TypedColumn | undefined,
): ((value: unknown) => unknown) | undefined {
  switch (type) {
    case "boolean":
      return (value) => value === true ? 1 : 0;
    case "decimal":
    case "text":
    case "json":
      return typed === undefined ? undefined : parquetText(typed);
    default:
      return undefined;
  }
}
