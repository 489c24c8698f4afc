import { MemoryFS, PGlite } from "@electric-sql/pglite";

/** The files of a stopped database; a folder has no content. */
export type Snapshot = readonly { readonly path: string; readonly content: Uint8Array | null }[];

/** How to create a snapshot. */
export interface RecordOptions {
  /** The files to start from; by default a new database. */
  readonly from?: Snapshot;
  /** Changes the database before the snapshot. */
  readonly change?: (engine: PGlite) => Promise<void>;
}

/** Starts a database from the files of a snapshot; its changes never reach the snapshot. */
export async function startEngine(snapshot: Snapshot): Promise<PGlite> {
  return await PGlite.create({ fs: new SnapshotMemory(snapshot), startParams: START_PARAMETERS });
}

/** Starts a database, changes it, stops it and returns its files. */
export async function recordSnapshot(options: RecordOptions = {}): Promise<Snapshot> {
  const memory = new SnapshotMemory(options.from, { record: true });
  const engine = await PGlite.create({ fs: memory, startParams: START_PARAMETERS });
  try {
    await options.change?.(engine);
  } finally {
    await engine.close();
  }
  return memory.recorded;
}

const FOLDER = "/pglite/data";

/** PGlite's default of 128 MB of buffers would double the start time and take much more memory. */
const START_PARAMETERS = [...PGlite.defaultStartParams, "-c", "shared_buffers=16MB"];

/**
 * PGlite's file system in memory. It is filled with the files of a snapshot before the database
 * starts (in a third of the time of PGlite's own archives), and read after it has stopped, so that
 * nothing is left to recover.
 */
class SnapshotMemory extends MemoryFS {
  recorded: Snapshot = [];
  readonly #snapshot: Snapshot | undefined;
  readonly #record: boolean;

  constructor(snapshot: Snapshot | undefined, { record = false } = {}) {
    super();
    this.#snapshot = snapshot;
    this.#record = record;
  }

  override async initialSyncFs(): Promise<void> {
    await super.initialSyncFs();
    if (this.#snapshot === undefined) return;
    const files = this.#files();
    files.mkdirTree(FOLDER, 0o700);
    for (const { path, content } of this.#snapshot) {
      if (content === null) files.mkdir(path);
      else files.writeFile(path, content.slice(), { canOwn: true });
    }
  }

  override async closeFs(): Promise<void> {
    if (this.#record) this.recorded = [...readFolder(this.#files(), FOLDER)];
    await super.closeFs();
  }

  #files(): Files {
    if (this.pg === undefined) throw new TypeError("Cannot reach the files: PGlite has not begun");
    // as: the used part of Emscripten's file system; its types are not installed.
    return this.pg.Module.FS as Files;
  }
}

interface Files {
  readdir(path: string): string[];
  stat(path: string): { readonly mode: number };
  isDir(mode: number): boolean;
  readFile(path: string): Uint8Array;
  mkdir(path: string): void;
  mkdirTree(path: string, mode: number): void;
  writeFile(path: string, content: Uint8Array, options: { readonly canOwn: boolean }): void;
}

function* readFolder(files: Files, folder: string): Generator<Snapshot[number]> {
  for (const name of files.readdir(folder)) {
    if (name === "." || name === "..") continue;
    const path = `${folder}/${name}`;
    const isFolder = files.isDir(files.stat(path).mode);
    yield { path, content: isFolder ? null : files.readFile(path) };
    if (isFolder) yield* readFolder(files, path);
  }
}
