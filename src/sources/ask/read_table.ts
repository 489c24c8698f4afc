import { parse } from "csv-parse";
import { SourceError, type SourceErrorOptions } from "../source_error.ts";

/** A CSV document: the names of its columns, and its rows. */
export interface SourceTable {
  /** The names of the columns as written. */
  readonly columns: readonly string[];
  /** The rows, with as many cells as there are columns. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads a CSV document with a header; an empty one has no columns and no rows.
 *
 * @throws {SourceError} If a row has more or fewer cells than the header, as the last one of a
 * document that was cut off.
 */
export async function readTable(
  text: string,
  named: Pick<SourceErrorOptions, "source" | "series">,
): Promise<SourceTable> {
  try {
    // as: without other options, each record is an array of its cells.
    const [columns = [], ...rows] = await Array.fromAsync(
      parse(text, { bom: true, skip_empty_lines: true }),
    ) as string[][];
    return { columns, rows };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SourceError(
      `the source's CSV is cut off or has another form (${reason}), try again later`,
      { ...named, code: "answer", cause },
    );
  }
}
