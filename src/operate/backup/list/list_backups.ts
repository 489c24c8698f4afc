import { CHECKED, type Checked, instantOf, MANIFEST } from "../manifest/mod.ts";
import { type Manifest, ManifestProblem, parseChecked, parseManifest } from "../manifest/mod.ts";
import type { BackupStore } from "../store/mod.ts";

/** A backup as a list shows it. */
export interface ListedBackup {
  readonly name: string;
  /** When it was begun: its contents are of a moment after that. */
  readonly at: Date;
  /** The size of its files; `undefined` where the manifest cannot be read. */
  readonly bytes: number | undefined;
  readonly database: string | undefined;
  /** The outcome of its last check; `undefined` if it was never checked. */
  readonly checked: Checked | undefined;
  /** What is the matter with its manifest, if anything is. */
  readonly problem: string | undefined;
}

/** Lists the backups of a place, the oldest first. */
export async function listBackups(store: BackupStore): Promise<readonly ListedBackup[]> {
  const listed: ListedBackup[] = [];
  for (const name of await store.names()) listed.push(await look(store, name));
  return listed;
}

async function look(store: BackupStore, name: string): Promise<ListedBackup> {
  const at = instantOf(name);
  const broken = (problem: string): ListedBackup => ({
    ...{ name, at, problem },
    ...{ bytes: undefined, database: undefined, checked: undefined },
  });
  const text = await store.text(name, MANIFEST);
  if (text === undefined) return broken("its manifest is missing");
  try {
    const { manifest, seal } = await parseManifest(text);
    const checked = parseChecked(await store.text(name, CHECKED), seal);
    const bytes = sizeOf(manifest);
    return { name, at, bytes, database: manifest.database.name, checked, problem: undefined };
  } catch (error) {
    if (!(error instanceof ManifestProblem)) throw error;
    return broken(error.message);
  }
}

function sizeOf({ files }: Manifest): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
