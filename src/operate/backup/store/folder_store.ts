import { join } from "node:path";
import { syncFolder } from "../../../base/disk/mod.ts";
import { StrataError } from "../../../base/errors.ts";
import { byAge, isBackupName } from "../manifest/mod.ts";
import { BackupDamage } from "./backup_damage.ts";
import { fileSink, replaceFile, written } from "./folder_draft.ts";
import type { BackupStore } from "./store.ts";

/** What is being written or removed, in a folder of backups. */
const PART = /^\.[\w.-]+\.[0-9a-f]{8}\.part$/;

const LOCK = ".lock";

/** Backups in a folder, each in a folder of its own. */
export function folderStore(folder: string): BackupStore {
  const partOf = (name: string) => join(folder, `.${name}.${crypto.randomUUID().slice(0, 8)}.part`);
  const remove = async (name: string) => {
    const part = partOf(name);
    await Deno.rename(join(folder, name), part);
    await Deno.remove(part, { recursive: true });
  };
  return {
    place: folder,
    placeOf: (name) => join(folder, name),
    names: async () => byAge((await namesIn(folder)).filter(isBackupName)),
    async begin(name) {
      await written(folder, () => Deno.mkdir(folder, { recursive: true }));
      const lock = await takeLock(folder);
      const part = partOf(name);
      try {
        // Everybody's figures: for this user alone.
        await written(part, () => Deno.mkdir(part, { mode: 0o700 }));
      } catch (error) {
        lock.close();
        throw error;
      }
      return {
        open: (file) => fileSink(join(part, file)),
        async commit() {
          await syncFolder(part);
          await written(folder, () => Deno.rename(part, join(folder, name)));
          await syncFolder(folder);
          lock.close();
        },
        async abort() {
          await Deno.remove(part, { recursive: true }).catch(() => {
            // The next run removes it.
          });
          lock.close();
        },
      };
    },
    async text(name, file) {
      try {
        return await Deno.readTextFile(join(folder, name, file));
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw unreadable(join(folder, name, file), error);
      }
    },
    async *bytes(name, file) {
      const path = join(folder, name, file);
      try {
        const opened = await Deno.open(path);
        for await (const bytes of opened.readable) yield bytes;
      } catch (error) {
        throw unreadable(path, error);
      }
    },
    put: (name, file, text) => replaceFile(join(folder, name), file, text),
    remove,
    async clean() {
      const parts = (await namesIn(folder)).filter((name) => PART.test(name));
      if (parts.length === 0) return [];
      using _lock = await takeLock(folder);
      for (const part of parts) {
        await Deno.remove(join(folder, part), { recursive: true }).catch(() => {
          // It was a removal that has ended now.
        });
      }
      return parts;
    },
  };
}

/** The system frees the lock with its process, so whatever part stands here then is a left-over. */
async function takeLock(folder: string): Promise<Deno.FsFile> {
  const path = join(folder, LOCK);
  const lock = await written(path, () => Deno.open(path, { create: true, write: true }));
  if (await lock.tryLock(true)) return lock;
  lock.close();
  throw new StrataError(
    `Cannot back up to "${folder}": another backup into it is under way, wait for its end`,
  );
}

function isAbsent(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
}

function unreadable(path: string, cause: unknown): StrataError {
  if (isAbsent(cause)) return new BackupDamage(path, "it is missing", { cause });
  const text = cause instanceof Error ? cause.message : String(cause);
  return new StrataError(`Cannot read "${path}": ${text}`, { cause });
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder)))
      .filter(({ isDirectory }) => isDirectory).map(({ name }) => name).sort();
  } catch (error) {
    if (isAbsent(error)) return [];
    throw unreadable(folder, error);
  }
}
