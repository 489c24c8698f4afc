import { ConfigError } from "../base/errors.ts";

/** A row of a facts file: its cells by column name, and its line. */
export interface FactRow {
  /** The line number, from 1. */
  readonly line: number;
  /** The cells as written. */
  readonly cells: Readonly<Record<string, string>>;
}

/**
 * Parses a facts file: lines beginning with `#` name the sources, then comes a header, then a row
 * per line with cells separated by commas. There is no quoting.
 *
 * @throws {ConfigError} If a requested column is missing, or a row has more or fewer cells than the
 * header.
 */
export function parseFacts(
  text: string,
  options: { readonly file: string; readonly columns: readonly string[] },
): FactRow[] {
  const lines = text.split(/\r?\n/).map((content, index) => ({ content, line: index + 1 }))
    .filter(({ content }) => content.trim() !== "" && !content.startsWith("#"));
  const [first, ...rest] = lines;
  const header = first?.content.split(",") ?? [];
  const missing = options.columns.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new ConfigError(
      `Cannot read "${options.file}": its header lacks ${missing.join(", ")}, restore the file`,
    );
  }
  return rest.map(({ content, line }) => {
    const values = content.split(",");
    if (values.length !== header.length) {
      throw new ConfigError(
        `Cannot read "${options.file}" line ${line}: it has ${values.length} cells, the header ${header.length}, restore the file`,
      );
    }
    return { line, cells: Object.fromEntries(header.map((name, i) => [name, values[i] ?? ""])) };
  });
}

/**
 * Parses a cell as a figure; an empty cell or FRED's `.` is null.
 *
 * @throws {ConfigError} If it is not a figure.
 */
export function figure(
  row: FactRow,
  options: { readonly file: string; readonly column: string },
): number | null {
  const cell = row.cells[options.column] ?? "";
  if (cell === "" || cell === ".") return null;
  if (!/^-?\d+(\.\d+)?$/.test(cell)) {
    throw new ConfigError(
      `Cannot read "${options.file}" line ${row.line}: ${options.column} is "${cell}", not a figure`,
    );
  }
  return Number(cell);
}
