import type { ColumnStream, ColumnType } from "../columns/mod.ts";
import { cellOf } from "./_cells.ts";
import { type ColumnCell, encodeLines } from "./_lines.ts";
import type { Format } from "./format.ts";

/**
 * CSV with a header and quotes as RFC 4180 has them; lines end with a line feed alone, as `\copy`,
 * pandas and DuckDB write them. A null is nothing, an empty text `""`; NaN is `NaN`.
 */
export const csv: Format = {
  name: "csv",
  mediaType: "text/csv; charset=utf-8; header=present",
  extension: "csv",
  encode: ({ columns, batches }: ColumnStream) =>
    encodeLines(batches, {
      head: `${columns.map(({ name }) => quoted(name)).join(",")}\n`,
      cells: columns.map(({ type }, i) => ({
        before: i === 0 ? "" : ",",
        nothing: "",
        write: csvCell(type),
      })),
      end: "\n",
    }),
};

function csvCell(type: ColumnType): ColumnCell["write"] {
  const cell = cellOf(type);
  if (type !== "text" && type !== "json") return cell;
  let [last, lastText] = ["", quoted("")];
  return (values, row) => {
    const text = cell(values, row);
    if (text !== last) [last, lastText] = [text, quoted(text)];
    return lastText;
  };
}

/** Quotes a text that would read otherwise: also what has blanks at an end, which readers cut. */
function quoted(text: string): string {
  return text === "" || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
