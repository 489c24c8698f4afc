import { StrataError } from "../../base/errors.ts";
import { brokenFile, type ReadFile } from "./read_or_refuse.ts";

/** A file of columns: Parquet, or Arrow's file or stream. */
export type ColumnarKind = "parquet" | "arrow" | "arrow-stream";

/** A value that needs not be read from a text again. */
export type TypedValue = string | number | Date;

/** A row as cells: the header is line 0, the first row line 1. */
export interface ColumnarLine {
  readonly line: number;
  /** Its cells as texts; made only when they are asked for. */
  readonly cells: readonly string[];
  /** The same with numbers as numbers and instants as dates, cell by cell. */
  readonly typed?: TypedCells;
}

/** The cells of a row of a file with types. */
export interface TypedCells {
  /** How many there are. */
  readonly length: number;
  /** Returns a cell as a text, which is empty for a null. */
  text(place: number): string;
  /** Returns the value of a cell; a text where no other type is exact. */
  value(place: number): TypedValue;
}

/** A file that is being read; disposing of it closes it. */
export interface ColumnarReader extends Disposable {
  /** Yields its column names, then its rows. */
  lines(): AsyncIterableIterator<ColumnarLine>;
  /** How many bytes have been read. */
  readonly bytes: number;
}

/** The cells of a column, by row. */
export interface ColumnCells {
  /** Writes the value of a row as a text; a null is an empty one. */
  text(row: number): string | number;
  /** Returns the value of a row, where that is more than its text. */
  value?(row: number): TypedValue;
}

/** Which rows of a file {@linkcode linesOf} makes lines of. */
export interface RowSpan {
  readonly file: ReadFile;
  readonly rows: number;
  /** How many rows of the file come before them. */
  readonly after: number;
}

/**
 * Makes lines of some rows; to ask for a cell that is no value of its column's type throws
 * {@linkcode StrataError}.
 */
export function* linesOf(columns: readonly ColumnCells[], span: RowSpan): Generator<ColumnarLine> {
  for (let row = 0; row < span.rows; row++) yield new RowLine(columns, row, span);
}

class RowLine implements ColumnarLine, TypedCells {
  readonly line: number;
  readonly #columns: readonly ColumnCells[];
  readonly #row: number;
  readonly #file: ReadFile;
  #cells: readonly string[] | undefined;

  constructor(columns: readonly ColumnCells[], row: number, { file, after }: RowSpan) {
    this.#columns = columns;
    this.#row = row;
    this.#file = file;
    this.line = after + row + 1;
  }

  get typed(): TypedCells {
    return this;
  }

  get length(): number {
    return this.#columns.length;
  }

  get cells(): readonly string[] {
    return this.#cells ??= this.#columns.map((_, place) => this.text(place));
  }

  text(place: number): string {
    try {
      return String(this.#columns[place]?.text(this.#row) ?? "");
    } catch (error) {
      throw this.#refusal(place, error);
    }
  }

  value(place: number): TypedValue {
    const column = this.#columns[place];
    try {
      return column?.value?.(this.#row) ?? column?.text(this.#row) ?? "";
    } catch (error) {
      throw this.#refusal(place, error);
    }
  }

  /** Bytes that are no text, a time past every calendar: a library throws what it likes. */
  #refusal(place: number, cause: unknown): StrataError {
    if (cause instanceof StrataError) return cause;
    return brokenFile(this.#file, cause, `column ${place + 1} of row ${this.line} holds no value`);
  }
}
