import { createHash } from "node:crypto";
import type { Column, ColumnBatch, ColumnStream } from "../../answers/columns/mod.ts";
import { jsonLinesOf } from "../../answers/format/mod.ts";

/** Hashes rows as they pass. */
export interface ContentHash {
  add(batch: ColumnBatch): void;
  /** Tells how many rows passed, and the SHA-256 of their JSON lines. */
  end(): Content;
}

/** What rows are, told by their hash. */
export interface Content {
  readonly rows: number;
  /** The SHA-256 of the rows as JSON lines, which `deno task export` writes too. */
  readonly sha256: string;
}

/** Creates a hash of rows with these columns. */
export function contentHash(columns: readonly Column[]): ContentHash {
  const lines = jsonLinesOf(columns);
  const hash = createHash("sha256");
  let rows = 0;
  return {
    add(batch) {
      for (const piece of lines(batch)) hash.update(piece);
      rows += batch.length;
    },
    end: () => ({ rows, sha256: hash.digest("hex") }),
  };
}

/** Reads rows to their end and returns their hash. */
export async function hashRows({ columns, batches }: ColumnStream): Promise<Content> {
  const hash = contentHash(columns);
  for await (const batch of batches) hash.add(batch);
  return hash.end();
}

/** Whether two hashes are of the same rows. */
export function isSameContent(a: Content, b: Content): boolean {
  return a.rows === b.rows && a.sha256 === b.sha256;
}
