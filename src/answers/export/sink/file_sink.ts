import { basename, dirname, join } from "node:path";
import { isDiskFull } from "../../../base/disk/mod.ts";
import { ConfigError, StrataError } from "../../../base/errors.ts";
import type { Sink } from "../../../base/object_store/mod.ts";

/**
 * Writes a file beside its place under a name of its own, and renames it when it is complete and on
 * the disk: readers see the earlier file or the new one. What is no file, such as a pipe or a
 * device, is written to directly.
 *
 * @throws {ConfigError} If its folder does not exist, or it is a folder itself.
 * @throws {StrataError} If it cannot be written, while it is: the part is removed.
 */
export async function fileSink(path: string): Promise<Sink> {
  const found = await statOf(path);
  if (found?.isDirectory) {
    throw new ConfigError(`Cannot write "${path}": it is a folder, name a file in it`);
  }
  return found === undefined || found.isFile ? await partSink(path) : await deviceSink(path);
}

async function partSink(path: string): Promise<Sink> {
  const part = join(dirname(path), `.${basename(path)}.${crypto.randomUUID().slice(0, 8)}.part`);
  const file = await opened(path, part, { write: true, createNew: true });
  const abort = async () => {
    close(file);
    await Deno.remove(part).catch(() => {
      // It may be gone already; the error that led here tells more.
    });
  };
  return {
    place: path,
    write: (bytes) => writeAll(file, bytes, path),
    async close() {
      try {
        await file.sync();
        close(file);
        await Deno.rename(part, path);
      } catch (cause) {
        await abort();
        throw unwritable(path, cause);
      }
    },
    abort,
  };
}

async function deviceSink(path: string): Promise<Sink> {
  const file = await opened(path, path, { write: true });
  const end = () => Promise.resolve(close(file));
  return { place: path, write: (bytes) => writeAll(file, bytes, path), close: end, abort: end };
}

async function opened(path: string, at: string, options: Deno.OpenOptions): Promise<Deno.FsFile> {
  try {
    return await Deno.open(at, options);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) {
      throw new ConfigError(`Cannot write "${path}": its folder does not exist, make it first`);
    }
    throw unwritable(path, cause);
  }
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array, path: string): Promise<void> {
  try {
    for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

function close(file: Deno.FsFile): void {
  try {
    file.close();
  } catch {
    // It is closed already.
  }
}

async function statOf(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.stat(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return undefined;
    throw unwritable(path, cause);
  }
}

function unwritable(path: string, cause: unknown): StrataError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const state = isDiskFull(cause) ? "the disk is full, make room and export again" : `${text}`;
  return new StrataError(`Cannot write "${path}": ${state}`, { cause });
}
