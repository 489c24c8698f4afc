import { CsvError, parse } from "csv-parse";
import type { AskOptions, SourceContext } from "../source.ts";
import { SourceError, type SourceErrorOptions } from "../source_error.ts";

/** A CSV document: the names of its columns, and its rows. */
export interface SourceTable {
  /** The names of the columns as written. */
  readonly columns: readonly string[];
  /** The rows, with as many cells as there are columns. */
  readonly rows: readonly (readonly string[])[];
}

/** A CSV document as it was answered; without a status of success, it is empty. */
export interface TableAnswer extends SourceTable {
  /** The HTTP status. */
  readonly status: number;
  /** When it came. */
  readonly at: Date;
}

/**
 * Asks for a CSV document with a header. One that is cut off is asked for again.
 *
 * @throws {SourceError} If a row has more or fewer cells than the header each time.
 */
export async function askTable(
  context: SourceContext,
  url: URL,
  { named, ...options }: AskOptions & {
    readonly named: Pick<SourceErrorOptions, "source" | "series">;
  },
): Promise<TableAnswer> {
  let table: SourceTable | undefined;
  const { status, body, at } = await context.text(url, {
    ...options,
    wrongWith: async (text) => {
      const read = await readTable(text);
      if (typeof read === "string") return read;
      table = read;
      return undefined;
    },
  });
  if (status >= 300) return { status, at, columns: [], rows: [] };
  const read = table ?? await readTable(body);
  if (typeof read !== "string") return { status, at, ...read };
  throw new SourceError(`the source answered ${read}, try again later`, {
    ...named,
    code: "answer",
    status,
  });
}

/** Reads a CSV document, or tells what is wrong with it. */
async function readTable(text: string): Promise<SourceTable | string> {
  try {
    // as: without other options, each record is an array of its cells.
    const [columns = [], ...rows] = await Array.fromAsync(
      parse(text, { bom: true, skip_empty_lines: true }),
    ) as string[][];
    return { columns, rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return `CSV that is cut off or has another form (${error.message})`;
  }
}
