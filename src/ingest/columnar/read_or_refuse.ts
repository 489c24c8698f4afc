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
  file: ReadFile,
  read: () => Promise<Value>,
): Promise<Value> {
  try {
    return await read();
  } catch (cause) {
    throw brokenFile(file, cause);
  }
}

/** Creates the error for a file that cannot be read on. */
export function brokenFile(
  { name, format }: ReadFile,
  cause: unknown,
  state = "it is broken or cut off",
): StrataError {
  const problem = `Cannot read "${name}" as ${format}: ${state}, write or fetch it again`;
  return new StrataError(problem, { cause });
}
