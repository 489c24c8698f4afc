import { join } from "node:path";
import { isDiskFull, syncFolder } from "../../../base/disk/mod.ts";
import { StrataError } from "../../../base/errors.ts";
import type { Sink } from "../../../base/object_store/mod.ts";

/** Opens a file that is on the disk once it is closed. */
export async function fileSink(path: string): Promise<Sink> {
  const file = await written(path, () => Deno.open(path, { write: true, createNew: true }));
  let isOpen = true;
  const end = () => {
    if (isOpen) file.close();
    isOpen = false;
  };
  return {
    place: path,
    write: (bytes) =>
      written(path, async () => {
        for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
      }),
    close: () => written(path, () => file.sync()).finally(end),
    abort: () => Promise.resolve(end()),
  };
}

/** Writes a small file under another name and renames it. */
export async function replaceFile(folder: string, name: string, text: string): Promise<void> {
  const part = join(folder, `.${name}.${crypto.randomUUID().slice(0, 8)}.part`);
  const sink = await fileSink(part);
  try {
    await sink.write(new TextEncoder().encode(text));
    await sink.close();
    await Deno.rename(part, join(folder, name));
    await syncFolder(folder);
  } catch (error) {
    await sink.abort();
    await Deno.remove(part).catch(() => {});
    throw error;
  }
}

/**
 * Runs work that writes, and says what is the matter with the disk.
 *
 * @throws {StrataError} If it fails.
 */
export async function written<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    const state = isDiskFull(cause)
      ? "the disk is full, make room and back up again"
      : cause instanceof Deno.errors.PermissionDenied
      ? "this user may not write there, choose another folder with --to"
      : text;
    throw new StrataError(`Cannot write "${path}": ${state}`, { cause });
  }
}
