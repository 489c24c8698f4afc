import { open } from "node:fs/promises";
import { readError } from "./_records.ts";
import type { CsvFormat } from "./csv_mapping.ts";

/** What the head of a file says. */
export interface FileHead {
  /** Its first line that is neither blank nor a comment, or as much of it as fits. */
  readonly line: string;
  /** How many bytes it has; undefined for a pipe. */
  readonly bytes: number | undefined;
}

/** Looks at the head of a file. */
export async function readHead(file: string, format: CsvFormat): Promise<FileHead> {
  try {
    await using handle = await open(file);
    const buffer = new Uint8Array(65_536);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    const text = new TextDecoder(format.encoding ?? "utf-8").decode(buffer.subarray(0, bytesRead));
    const { comment } = format;
    const line = text.split(/\r\n|\n|\r/).find((one) =>
      one.trim() !== "" && !(comment !== undefined && one.trimStart().startsWith(comment))
    );
    const stats = await handle.stat();
    return { line: line ?? "", bytes: stats.isFile() ? stats.size : undefined };
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw readError(file, error);
  }
}
