import { ConfigError } from "../../../base/errors.ts";
import type { CsvLine } from "./csv_line.ts";
import type { BrokenLine } from "./records.ts";

/** The lines of a file, as a stream. */
export type Lines = AsyncIterableIterator<CsvLine | BrokenLine>;

/**
 * Reads up to and including the header, or the first line of data if there is no header.
 *
 * @throws {ConfigError} If there is no such line.
 */
export async function firstRecord(lines: Lines, file: string): Promise<CsvLine> {
  const { value, done } = await lines.next();
  if (done) throw new ConfigError(`Cannot load "${file}": it is empty, want at least one line`);
  if ("cells" in value) {
    return value.cells[0] === "Data Source" ? await worldBank(lines, value) : value;
  }
  throw new ConfigError(`Cannot load "${file}": its first line ${value.reason}`);
}

/** Finds the header of a World Bank file, which follows a few lines about the data's origin. */
async function worldBank(lines: Lines, first: CsvLine): Promise<CsvLine> {
  if (first.cells.length > 3) return first;
  for (let i = 0; i < 4; i++) {
    const { value, done } = await lines.next();
    if (done || !("cells" in value)) break;
    if (value.cells[0] === "Country Name") return value;
  }
  return first;
}

/** Returns the names of the columns: the given ones, those of the first line, or their numbers. */
export function headerOf(first: CsvLine, header: boolean | readonly string[]): readonly string[] {
  if (typeof header !== "boolean") return header;
  return header ? first.cells : first.cells.map((_, i) => String(i + 1));
}
