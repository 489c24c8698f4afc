import { StrataError } from "../../base/errors.ts";
import type { Queryable } from "../../base/sql/mod.ts";
import type { ArchivedTable } from "./archived_table.ts";
import { type LedgerRange, markRanges } from "./ledger.ts";
import { type ArchiveManifest, parseManifest } from "./manifest.ts";
import { manifestPath, stagingFolder, stagingPath } from "./paths.ts";
import type { ArchivePlace } from "./place/mod.ts";
import { isWhole } from "./read_files.ts";

/** What is published. */
export interface PublishOptions {
  readonly place: ArchivePlace;
  readonly range: LedgerRange;
  /** Every range of the table in the ledger. */
  readonly ranges: readonly LedgerRange[];
}

/**
 * Gives the files of a moved range their names, each in one step in place of what had it, removes
 * what they replace, and then their first names. Doing it again goes on where it ended.
 *
 * @throws {StrataError} If a file is not what was written.
 */
export async function publishRange(
  source: Queryable,
  { folder }: ArchivedTable,
  { place, range, ranges }: PublishOptions,
): Promise<ArchiveManifest> {
  const manifest = await readManifest(place, folder, range);
  for (const [index, file] of manifest.files.entries()) {
    if (await isWhole(place, file.path, file)) continue;
    await place.copy(stagingPath(folder, range.id, index), file.path);
    if (await isWhole(place, file.path, file)) continue;
    throw new StrataError(
      `Cannot archive to ${place.name}: "${file.path}" is not what was written; its rows are whole in ` +
        `"${stagingPath(folder, range.id, index)}", mend the place and archive again`,
    );
  }
  await removeEnded(folder, { place, manifest, range, ranges });
  for (const path of await place.sweep(stagingFolder(folder, range.id))) await place.remove(path);
  await markRanges(source, [range.id], "archived");
  return manifest;
}

/**
 * Reads the manifest of a range.
 *
 * @throws {StrataError} If it is missing or not the one in the ledger.
 */
export async function readManifest(
  place: ArchivePlace,
  folder: string,
  { id, manifestHash }: Pick<LedgerRange, "id" | "manifestHash">,
): Promise<ArchiveManifest> {
  const path = manifestPath(folder, id);
  const text = await place.text(path);
  if (text !== undefined) return parseManifest(text, { name: path, sha256: manifestHash });
  throw new StrataError(
    `Cannot read "${path}" in ${place.name}: it is missing, bring it back from a copy of the place`,
  );
}

/** Removes the files of ended ranges that the new one covers; the manifest goes last. */
async function removeEnded(
  folder: string,
  { place, manifest, range, ranges }: PublishOptions & { readonly manifest: ArchiveManifest },
): Promise<void> {
  const ended = ranges.filter(({ id, state, place, from, to }) =>
    id !== range.id && (state === "replaced" || state === "restored") &&
    place === range.place && from < range.to && range.from < to
  );
  const kept = new Set(manifest.files.map(({ path }) => path));
  for (const { id } of ended) {
    const text = await place.text(manifestPath(folder, id));
    if (text === undefined) continue;
    const old = parseManifest(text, { name: manifestPath(folder, id) });
    for (const { path } of old.files) if (!kept.has(path)) await place.remove(path);
    await place.remove(manifestPath(folder, id));
  }
}
