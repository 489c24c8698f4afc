import { StrataError } from "../../base/errors.ts";

/** A file under way, for errors. */
export interface ReadFile {
  readonly name: string;
  readonly format: "Arrow" | "Parquet";
}

/**
 * Reads a part of a file.
 *
 * @throws {StrataError} If the library cannot read it.
 */
export async function readOrRefuse<Value>(
  { name, format }: ReadFile,
  read: () => Promise<Value>,
): Promise<Value> {
  try {
    return await read();
  } catch (cause) {
    throw new StrataError(
      `Cannot read "${name}" as ${format}: it is broken or cut off, write or fetch it again`,
      { cause },
    );
  }
}
