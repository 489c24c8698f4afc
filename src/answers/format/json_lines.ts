import type { Column, ColumnBatch, ColumnStream, ColumnType } from "../columns/mod.ts";
import { cellOf } from "./_cells.ts";
import { type ColumnCell, encodeBatch, encodeLines, type LineFormat, piece } from "./_lines.ts";
import type { Format } from "./format.ts";

/**
 * JSON lines: one object per row. What JSON's numbers cannot hold is a text, as PostgreSQL's
 * `to_json` writes it: `"NaN"` and `"Infinity"`. Decimals are texts too, since most readers make
 * doubles of numbers; 64-bit integers are numbers, exact in every reader but JavaScript's own.
 */
export const jsonLines: Format = {
  name: "jsonl",
  mediaType: "application/x-ndjson",
  extension: "jsonl",
  encode: ({ columns, batches }: ColumnStream) => encodeLines(batches, formatOf(columns)),
};

/**
 * Creates the writer of single lines: the text that {@linkcode jsonLines} has for a row, with its
 * line feed.
 */
export function jsonLineWriter(
  columns: readonly Column[],
): (batch: ColumnBatch, row: number) => string {
  const format = formatOf(columns);
  return (batch, row) => piece(batch, { ...format, from: row, to: row + 1 });
}

/** Creates the writer of a batch's lines: the bytes that {@linkcode jsonLines} has for it. */
export function jsonLinesOf(
  columns: readonly Column[],
): (batch: ColumnBatch) => Generator<Uint8Array> {
  const lines = formatOf(columns);
  return (batch) => encodeBatch(batch, lines);
}

function formatOf(columns: readonly Column[]): LineFormat {
  return {
    head: "",
    cells: columns.map(({ name, type }, i) => ({
      before: `${i === 0 ? "{" : ","}${JSON.stringify(name)}:`,
      nothing: "null",
      write: jsonCell(type),
    })),
    end: "}\n",
  };
}

function jsonCell(type: ColumnType): ColumnCell["write"] {
  const cell = cellOf(type);
  switch (type) {
    case "int32":
    case "int64":
    case "boolean":
      return cell;
    case "float64":
      return (values, row) =>
        Number.isFinite(values[row]) ? cell(values, row) : `"${cell(values, row)}"`;
    case "date":
    case "timestamp":
    case "decimal":
      return (values, row) => `"${cell(values, row)}"`;
    case "json":
      // A line feed stands only between a document's parts: within a text it is written \n.
      return (values, row) => cell(values, row).replace(/[\r\n]+/g, " ");
    case "text":
      return (values, row) => JSON.stringify(cell(values, row));
  }
}
