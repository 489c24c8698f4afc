import { parse } from "csv-parse/sync";
import { ConfigError } from "../../../base/errors.ts";
import { DecodeError } from "./decode_error.ts";
import type { Decoder, Fields } from "./decoder.ts";

const text = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads lines of CSV without a header: the columns are those that are named. An empty cell is null.
 *
 * @throws {ConfigError} If no columns are named.
 */
export function csvDecoder(
  columns: readonly string[],
  { delimiter = "," }: { readonly delimiter?: string } = {},
): Decoder {
  if (columns.length === 0) {
    throw new ConfigError(
      "Cannot consume CSV: its columns are not named, give them in their order (--columns=a,b,c)",
    );
  }
  return ({ value }) => {
    try {
      const lines: readonly (readonly string[])[] = parse(text.decode(value), {
        delimiter,
        skip_empty_lines: true,
      });
      return lines.map((cells) => rowOf(cells, columns));
    } catch (error) {
      if (error instanceof DecodeError) throw error;
      throw new DecodeError(`it is not CSV: ${error instanceof Error ? error.message : error}`);
    }
  };
}

function rowOf(cells: readonly string[], columns: readonly string[]): Fields {
  if (cells.length !== columns.length) {
    throw new DecodeError(`it has ${cells.length} cells, want ${columns.length}`);
  }
  return Object.fromEntries(columns.map((name, i) => [name, cells[i] === "" ? null : cells[i]]));
}
