import { parse, type Parser } from "csv-parse";
import { pipeline, Readable } from "node:stream";
import { StrataError } from "../../../base/errors.ts";
import { decoded } from "./encoding.ts";
import type { CsvFormat } from "../mapping/csv_mapping.ts";
import type { OpenSource } from "./open_source.ts";
import type { CsvLine } from "./csv_line.ts";

/** A line that cannot be split into cells. */
export interface BrokenLine {
  readonly line: number;
  readonly reason: string;
}

/** A file that is being read; disposing of it stops the reading. */
export interface CsvReader extends Disposable {
  /** Yields its lines, with the header but without blank lines and comments. */
  lines(): AsyncIterableIterator<CsvLine | BrokenLine>;
  /** How many bytes have been read. */
  readonly bytes: number;
}

/** A longer record is taken for a quote that was never closed. */
const LONGEST_RECORD = 1_048_576;

/** Reads a file as lines of cells, as a stream: the file is never in memory as a whole. */
export function readRecords(
  source: OpenSource,
  format: Omit<CsvFormat, "header"> & { readonly delimiter: string; readonly encoding: string },
): CsvReader {
  let parser: Parser | undefined;
  const close = () => {
    // Also ends a read that is still waiting for a line.
    parser?.destroy();
    source[Symbol.dispose]();
  };
  const reader = { bytes: 0, lines, [Symbol.dispose]: close };
  return reader;

  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source.chunks()) {
      reader.bytes += chunk.length;
      yield chunk;
    }
  }

  async function* lines(): AsyncGenerator<CsvLine | BrokenLine> {
    const broken: BrokenLine[] = [];
    parser = parse({
      bom: true,
      comment: format.comment ?? null,
      comment_no_infix: true,
      delimiter: format.delimiter,
      from_line: 1 + (format.skipLines ?? 0),
      info: true,
      max_record_size: LONGEST_RECORD,
      on_skip: (error) => {
        // After any other fault the parser cannot tell where the next line begins.
        if (error?.code !== "INVALID_OPENING_QUOTE") {
          parser?.destroy(structureError(source.name, error));
          return undefined;
        }
        const line = lineAt(error);
        if (broken.at(-1)?.line !== line) {
          broken.push({ line, reason: "has a quote in the middle of a cell" });
        }
        return undefined;
      },
      quote: format.quote ?? '"',
      // A doubled quote stands for itself; the parser's default is `"` whatever the quote is.
      ...(format.quote ? { escape: format.quote } : {}),
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      trim: true,
    });
    const texts = Readable.from(decoded(counted(), { ...format, name: source.name }), {
      highWaterMark: 1,
    });
    // The loop below throws the failure, because it destroys the parser.
    pipeline(texts, parser, () => {});
    try {
      for await (const { info, record } of parser) {
        // The parser is ahead of this loop: yield the broken lines that come before this one.
        const before = broken.findIndex(({ line }) => line >= info.lines);
        yield* broken.splice(0, before < 0 ? broken.length : before);
        yield { line: info.lines, cells: record };
      }
      yield* broken.splice(0);
    } finally {
      close();
    }
  }
}

function lineAt(error: unknown): number {
  return Number(Object(error).lines ?? 0);
}

function structureError(file: string, error: unknown): StrataError {
  const state = Object(error).code === "CSV_QUOTE_NOT_CLOSED"
    ? "a quote is opened and never closed"
    : Object(error).code === "CSV_MAX_RECORD_SIZE"
    ? "a record is longer than 1 MiB, so its quote is never closed"
    : "a quote is closed in the middle of a cell";
  return new StrataError(
    `Cannot read "${file}": ${state} in or before line ${
      lineAt(error)
    }, correct the file, or set ` +
      "quote to false (--quote=none) if quotes are ordinary characters in it",
    { cause: error },
  );
}
