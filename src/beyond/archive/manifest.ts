import { createHash } from "node:crypto";
import { z } from "zod";
import { StrataError } from "../../base/errors.ts";

const count = z.int().min(0);
const text = z.string();
const columnType = z.enum([
  "int32",
  "int64",
  "float64",
  "boolean",
  "date",
  "timestamp",
  "decimal",
  "text",
  "json",
]);

const manifestSchema = z.object({
  /** The version of the manifest's form. */
  manifest: z.literal(1),
  table: text,
  /** The range: from the first instant up to the second. */
  range: z.object({ from: text, to: text }),
  rows: count,
  /** The SHA-256 of the rows as JSON lines, file after file. */
  content: text,
  /** The columns by which the rows of a file are sorted; texts by their bytes. */
  sortedBy: z.array(text),
  columns: z.array(z.object({
    name: text,
    type: columnType,
    precision: z.int().optional(),
    scale: z.int().optional(),
  })),
  /** The first and the last time; null where there is no row. */
  time: z.object({ min: text.nullable(), max: text.nullable() }),
  files: z.array(z.object({
    path: text,
    rows: count,
    bytes: count,
    sha256: text,
    min: text,
    max: text,
  })),
  /** The chunks that the rows were in. */
  chunks: z.array(z.object({ name: text, from: text, to: text })),
  versions: z.object({
    package: text,
    deno: text,
    postgres: text,
    timescaledb: text.nullable(),
  }),
  writtenAt: text,
});

/** What an archived range says of itself. */
export type ArchiveManifest = z.output<typeof manifestSchema>;

/** A file of an archived range. */
export type ArchiveFile = ArchiveManifest["files"][number];

/** Formats a manifest. */
export function manifestText(manifest: ArchiveManifest): string {
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** The SHA-256 of a manifest's text. */
export function manifestHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Parses a manifest.
 *
 * @throws {StrataError} If it is none, or another than the ledger has.
 */
export function parseManifest(
  text: string,
  { name, sha256 }: { readonly name: string; readonly sha256?: string | null },
): ArchiveManifest {
  const fail = (state: string) => new StrataError(`Cannot use the manifest "${name}": ${state}`);
  if (typeof sha256 === "string" && manifestHash(text) !== sha256) {
    throw fail("it is not the one that was written, fetch it from a copy of the place");
  }
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    throw fail("it is broken");
  }
}
