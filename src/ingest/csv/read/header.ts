import { ConfigError } from "../../../base/errors.ts";
import type { CsvLine } from "./csv_line.ts";
import type { BrokenLine } from "./records.ts";

/** The lines of a file, as they come. */
export type Lines = AsyncGenerator<CsvLine | BrokenLine>;

/**
 * Reads up to the line that names the columns, or holds the first data.
 *
 * @throws {ConfigError} Where there is none.
 */
export async function firstRecord(lines: Lines, file: string): Promise<CsvLine> {
  const { value, done } = await lines.next();
  if (done) throw new ConfigError(`Cannot load "${file}": it is empty, want a line at least`);
  if ("cells" in value) {
    return value.cells[0] === "Data Source" ? await worldBank(lines, value) : value;
  }
  throw new ConfigError(`Cannot load "${file}": its first line ${value.reason}`);
}

/** Finds the header of a file of the World Bank, behind the lines that say where it comes from. */
async function worldBank(lines: Lines, first: CsvLine): Promise<CsvLine> {
  if (first.cells.length > 3) return first;
  for (let i = 0; i < 4; i++) {
    const { value, done } = await lines.next();
    if (done || !("cells" in value)) break;
    if (value.cells[0] === "Country Name") return value;
  }
  return first;
}

/** The names of the columns: as given, as they stand there, or their numbers. */
export function headerOf(first: CsvLine, header: boolean | readonly string[]): readonly string[] {
  if (typeof header !== "boolean") return header;
  return header ? first.cells : first.cells.map((_, i) => String(i + 1));
}
