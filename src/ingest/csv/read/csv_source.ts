/** A file that is not on disk, for example from a pipe, an archive or a download. */
export interface CsvStream {
  /** The name that messages use. */
  readonly name: string;
  /** Its bytes, such as `response.body`; they are read once. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Where a CSV file is: a path, which may be a pipe, or a stream of bytes. */
export type CsvSource = string | CsvStream;

/** Returns the name that messages use for a file. */
export function sourceName(source: CsvSource): string {
  return typeof source === "string" ? source : source.name;
}
