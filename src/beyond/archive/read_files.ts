import { createHash } from "node:crypto";
import { StrataError } from "../../base/errors.ts";
import type { ColumnBatch } from "../../answers/columns/mod.ts";
import { readParquet } from "../../answers/format/mod.ts";
import type { ArchiveFile, ArchiveManifest } from "./manifest.ts";
import type { LedgerRange } from "./ledger.ts";
import { stagingPath } from "./paths.ts";
import type { ArchivePlace, PlacedFile } from "./place/mod.ts";

/** Tells where the file of a range stands. */
export type PathOf = (file: ArchiveFile, index: number) => string | Promise<string>;

/** Which files are read. */
export interface ReadFilesOptions {
  readonly place: ArchivePlace;
  /** Tells where a file stands; by default under its name. */
  readonly pathOf?: PathOf;
}

/** Reads the rows of a range from its files. */
export async function* readFiles(
  { files, columns }: Pick<ArchiveManifest, "files" | "columns">,
  { place, pathOf = ({ path }) => path }: ReadFilesOptions,
): AsyncGenerator<ColumnBatch> {
  const own = columns.map(({ name, type, precision, scale }) => ({
    ...{ name, type },
    ...precision === undefined ? {} : { precision },
    ...scale === undefined ? {} : { scale },
  }));
  for (const [index, file] of files.entries()) {
    yield* readParquet(await openFile(place, await pathOf(file, index)), own);
  }
}

/** Tells where the files of an archived range stand: while it is moved, under either of their names. */
export function standing(
  { id, state }: Pick<LedgerRange, "id" | "state">,
  { place, folder }: { readonly place: ArchivePlace; readonly folder: string },
): PathOf {
  return async ({ path }, index) => {
    if (state !== "moved") return path;
    const staged = stagingPath(folder, id, index);
    return await place.open(staged) === undefined ? path : staged;
  };
}

/**
 * Opens a file that must be there.
 *
 * @throws {StrataError} If it is not.
 */
export async function openFile(place: ArchivePlace, path: string): Promise<PlacedFile> {
  const file = await place.open(path);
  if (file !== undefined) return file;
  throw new StrataError(
    `Cannot read "${path}" in ${place.name}: it is missing, bring it back from a copy of the place`,
  );
}

const PIECE_BYTES = 32 * 1024 * 1024;

/** Whether a file stands at a path with the very bytes that were written. */
export async function isWhole(
  place: ArchivePlace,
  path: string,
  { bytes, sha256 }: Pick<ArchiveFile, "bytes" | "sha256">,
): Promise<boolean> {
  const file = await place.open(path);
  if (file === undefined || file.byteLength !== bytes) return false;
  const hash = createHash("sha256");
  for (let at = 0; at < bytes; at += PIECE_BYTES) {
    hash.update(new Uint8Array(await file.slice(at, Math.min(bytes, at + PIECE_BYTES))));
  }
  return hash.digest("hex") === sha256;
}
