import { basename, dirname, join } from "node:path";
import { StrataError } from "../../../base/errors.ts";
import { fileSink } from "../../../answers/export/sink/mod.ts";
import type { ArchivePlace } from "./place.ts";
import { isDiskFull, syncFolder } from "../../../base/disk/mod.ts";

/** An archive in a folder. */
export function folderPlace(folder: string): ArchivePlace {
  const at = (path: string) => join(folder, path);
  return {
    name: folder,
    async sink(path) {
      const parent = dirname(at(path));
      await told(parent, "write", () => Deno.mkdir(parent, { recursive: true }));
      const sink = await fileSink(at(path));
      const close = async () => {
        await sink.close();
        await syncUp(parent, folder);
      };
      return { ...sink, close };
    },
    text: (path) => orAbsent(() => told(at(path), "read", () => Deno.readTextFile(at(path)))),
    async open(path) {
      const name = at(path);
      const info = await orAbsent(() => told(name, "read", () => Deno.stat(name)));
      if (info === undefined) return undefined;
      const { size } = info;
      return {
        name,
        byteLength: size,
        slice: (start, end = size) =>
          told(name, "read", () => readPart(name, { start, end: Math.min(end, size) })),
      };
    },
    async copy(from, to) {
      const parent = dirname(at(to));
      // One name, so that a run that was interrupted leaves nothing that the next does not take.
      const part = join(parent, `.${basename(to)}.part`);
      await told(at(to), "write", async () => {
        await Deno.mkdir(parent, { recursive: true });
        await this.remove(join(dirname(to), basename(part)));
        await linkOrCopy(at(from), part);
        await Deno.rename(part, at(to));
        await syncUp(parent, folder);
      });
    },
    async remove(path) {
      await orAbsent(() => told(at(path), "remove", () => Deno.remove(at(path))));
    },
    async sweep(path) {
      const found: string[] = [];
      for await (const name of namesBelow(at(path))) {
        if (name.endsWith(".part")) await this.remove(join(path, name));
        else found.push(`${path}/${name}`);
      }
      return found.sort();
    },
  };
}

async function* namesBelow(folder: string): AsyncGenerator<string> {
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (!isDirectory) yield name;
      else for await (const below of namesBelow(join(folder, name))) yield `${name}/${below}`;
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Puts the names on the disk, up to the archive's own folder. */
async function syncUp(from: string, top: string): Promise<void> {
  for (let folder = from; folder.length >= top.length; folder = dirname(folder)) {
    await syncFolder(folder);
    if (folder === dirname(folder)) return;
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await Deno.link(from, to);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw error;
    // Not every file system has second names.
    await Deno.copyFile(from, to);
    using copied = await Deno.open(to, { write: true });
    await copied.sync();
  }
}

async function readPart(
  path: string,
  { start, end }: { readonly start: number; readonly end: number },
): Promise<ArrayBuffer> {
  using file = await Deno.open(path);
  await file.seek(start, Deno.SeekMode.Start);
  const bytes = new Uint8Array(Math.max(0, end - start));
  for (let at = 0; at < bytes.length;) {
    const read = await file.read(bytes.subarray(at));
    if (read === null) return bytes.buffer.slice(0, at);
    at += read;
  }
  return bytes.buffer;
}

async function orAbsent<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StrataError && error.cause instanceof Deno.errors.NotFound) {
      return undefined;
    }
    throw error;
  }
}

async function told<Value>(
  path: string,
  verb: "read" | "write" | "remove",
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    const state = isDiskFull(cause)
      ? "the disk is full, make room and archive again"
      : cause instanceof Deno.errors.PermissionDenied
      ? "this user may not, choose another place or give it the right"
      : text;
    throw new StrataError(`Cannot ${verb} "${path}": ${state}`, { cause });
  }
}
