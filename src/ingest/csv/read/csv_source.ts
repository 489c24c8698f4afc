/** A file that is not on this machine's disk: what comes from a pipe, an archive or a download. */
export interface CsvStream {
  /** What messages call it. */
  readonly name: string;
  /** Its bytes, `response.body` for one; they are read once. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Where a CSV file is: its path, which may be a pipe's, or its bytes. */
export type CsvSource = string | CsvStream;

/** What messages call a file. */
export function sourceName(source: CsvSource): string {
  return typeof source === "string" ? source : source.name;
}
