import type { ColumnStream } from "../columns/mod.ts";

/** The formats in which answers are written. */
export type FormatName = "csv" | "jsonl" | "parquet" | "arrow";

/** A format of files. The same answer gives the same bytes, whatever its batches were. */
export interface Format {
  readonly name: FormatName;
  /** For a `Content-Type`. */
  readonly mediaType: string;
  /** The end of a file's name, without the point. */
  readonly extension: string;
  /**
   * Writes an answer, reading it only as fast as the bytes are taken. An answer without rows is a
   * valid file as well.
   *
   * @throws {RangeError} While it runs, where a value has no form in this format.
   */
  encode(stream: ColumnStream): AsyncIterable<Uint8Array>;
}
