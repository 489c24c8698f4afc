import { parse } from "csv-parse";
import { createReadStream } from "node:fs";
import { ConfigError, StrataError } from "../../errors.ts";
import type { CsvFormat } from "./csv_mapping.ts";
import type { CsvLine } from "./_row_mapper.ts";

/** A line that cannot be taken apart. */
export interface BrokenLine {
  readonly line: number;
  readonly reason: string;
}

/** A file that is being read. */
export interface CsvReader {
  /** Gives its lines, the header too; blank lines and comments are left out. */
  lines(): AsyncGenerator<CsvLine | BrokenLine>;
  /** How many bytes were read. */
  readonly bytes: number;
}

/** A record longer than this is a quote that was never closed. */
const LONGEST_RECORD = 1_048_576;

/** Reads a file as lines of cells; it holds as much of it in memory as is on its way. */
export function readRecords(
  file: string,
  format: CsvFormat & { readonly delimiter: string },
): CsvReader {
  const reader = { bytes: 0, lines };
  return reader;

  async function* lines(): AsyncGenerator<CsvLine | BrokenLine> {
    const broken: BrokenLine[] = [];
    const parser = parse({
      bom: true,
      comment: format.comment ?? null,
      comment_no_infix: true,
      delimiter: format.delimiter,
      info: true,
      max_record_size: LONGEST_RECORD,
      on_skip: (error) => {
        // After any other fault the parser does not find back to the lines.
        if (error?.code !== "INVALID_OPENING_QUOTE") {
          parser.destroy(structureError(file, error));
          return undefined;
        }
        const line = lineAt(error);
        if (broken.at(-1)?.line !== line) {
          broken.push({ line, reason: "has a quote in the middle of a cell" });
        }
        return undefined;
      },
      quote: format.quote ?? '"',
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      trim: true,
    });
    const source = createReadStream(file, { highWaterMark: 262_144 });
    const decoder = textDecoder(format.encoding ?? "utf-8");
    source.on("error", (error) => parser.destroy(readError(file, error)));
    source.on("data", (chunk) => {
      reader.bytes += chunk.length;
      try {
        // as: a stream without an encoding gives bytes.
        const text = decoder.decode(chunk as Uint8Array, { stream: true });
        if (!parser.write(text)) source.pause();
      } catch (error) {
        parser.destroy(encodingError(file, format.encoding ?? "utf-8", error));
      }
    });
    parser.on("drain", () => source.resume());
    source.on("end", () => {
      try {
        decoder.decode();
        parser.end();
      } catch (error) {
        parser.destroy(encodingError(file, format.encoding ?? "utf-8", error));
      }
    });
    try {
      for await (const { info, record } of parser) {
        // The parser runs ahead of whoever reads its records.
        const before = broken.findIndex(({ line }) => line >= info.lines);
        yield* broken.splice(0, before < 0 ? broken.length : before);
        yield { line: info.lines, cells: record };
      }
      yield* broken.splice(0);
    } finally {
      source.destroy();
      parser.destroy();
    }
  }
}

/**
 * Finds what sets off the cells of a file: of the usual characters the one that its first line has
 * most often outside of quotes.
 */
export function findDelimiter(firstLine: string, quote: string | false): string {
  const bare = quote === false ? firstLine : firstLine.replaceAll(
    new RegExp(`${RegExp.escape(quote)}[^${RegExp.escape(quote)}]*${RegExp.escape(quote)}`, "g"),
    "",
  );
  const counted = [",", ";", "\t", "|"].map((delimiter) => ({
    delimiter,
    count: bare.split(delimiter).length,
  }));
  return counted.reduce((best, one) => one.count > best.count ? one : best).delimiter;
}

function textDecoder(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  } catch (cause) {
    throw new ConfigError(`Cannot read text as "${encoding}": there is no such encoding`, {
      cause,
    });
  }
}

function lineAt(error: unknown): number {
  return Number(Object(error).lines ?? 0);
}

function structureError(file: string, error: unknown): StrataError {
  const state = Object(error).code === "CSV_QUOTE_NOT_CLOSED"
    ? "a quote is opened and never closed"
    : Object(error).code === "CSV_MAX_RECORD_SIZE"
    ? "a record is longer than 1 MiB, its quote is never closed"
    : "a quote is closed in the middle of a cell";
  return new StrataError(
    `Cannot read "${file}": ${state} before or in line ${lineAt(error)}, mend the file, or set ` +
      "quote to false where quotes are letters in it",
    { cause: error },
  );
}

function encodingError(file: string, encoding: string, cause: unknown): StrataError {
  return new StrataError(
    `Cannot read "${file}": it is not ${encoding}, set encoding to what it is, windows-1252 for one`,
    { cause },
  );
}

/** Says why a file cannot be opened. */
export function readError(file: string, cause: unknown): StrataError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StrataError(`Cannot read "${file}": ${reason}`, { cause });
}
