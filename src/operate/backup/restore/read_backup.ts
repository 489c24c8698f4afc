import { createHash } from "node:crypto";
import { type BackupFile, MANIFEST, ManifestProblem } from "../manifest/mod.ts";
import { parseManifest, type SealedManifest } from "../manifest/mod.ts";
import { BackupDamage, type BackupStore } from "../store/mod.ts";

/**
 * Reads the manifest of a backup.
 *
 * @throws {BackupDamage} If it is missing, or not as it was written.
 */
export async function readSealed(store: BackupStore, name: string): Promise<SealedManifest> {
  const text = await store.text(name, MANIFEST);
  if (text === undefined) throw unusable(store, name, "its manifest is missing");
  try {
    return await parseManifest(text);
  } catch (error) {
    if (!(error instanceof ManifestProblem)) throw error;
    throw unusable(store, name, error.message);
  }
}

/** Options of {@linkcode verifyFiles}. */
export interface VerifyFilesOptions {
  readonly report?: (text: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads every file of a backup and compares its size and hash with the manifest.
 *
 * @throws {BackupDamage} If one is missing or changed.
 */
export async function verifyFiles(
  { store, name, files }: {
    readonly store: BackupStore;
    readonly name: string;
    readonly files: readonly BackupFile[];
  },
  { report = () => {}, signal }: VerifyFilesOptions = {},
): Promise<void> {
  for (const file of files) {
    const hash = createHash("sha256");
    let size = 0;
    for await (const bytes of store.bytes(name, file.name)) {
      signal?.throwIfAborted();
      hash.update(bytes);
      size += bytes.length;
      report(`verifying ${file.name}, ${Math.round(100 * size / Math.max(1, file.bytes))} %`);
    }
    if (size !== file.bytes) {
      throw unusable(store, name, `${file.name} has ${size} bytes, and ${file.bytes} were written`);
    }
    if (hash.digest("hex") !== file.sha256) {
      throw unusable(store, name, `${file.name} was changed: its hash is another`);
    }
  }
}

function unusable(store: BackupStore, name: string, state: string): BackupDamage {
  return new BackupDamage(store.placeOf(name), state);
}
