/** A file of columns: Parquet, or Arrow's file or stream. */
export type ColumnarKind = "parquet" | "arrow" | "arrow-stream";

/** A row as cells: the header is line 0, the first row line 1. */
export interface ColumnarLine {
  readonly line: number;
  readonly cells: readonly string[];
  /** The same with numbers as numbers, which need not be read from texts again. */
  readonly values?: readonly (string | number)[];
}

/** A file that is being read; disposing of it closes it. */
export interface ColumnarReader extends Disposable {
  /** Yields its column names, then its rows. */
  lines(): AsyncGenerator<ColumnarLine>;
  /** How many bytes have been read. */
  readonly bytes: number;
}

/** Writes the value of a row as a cell; a null is an empty one. */
export type RowCell = (row: number) => string | number;

/** Makes lines of some rows. */
export function* linesOf(
  cells: readonly RowCell[],
  { rows, after }: { readonly rows: number; readonly after: number },
): Generator<ColumnarLine> {
  for (let row = 0; row < rows; row++) {
    const values = cells.map((cell) => cell(row));
    yield { line: after + row + 1, cells: values.map(String), values };
  }
}
