import { readFile, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { ServerState } from "./read_server_state.ts";

/** What is left of a disk, or why that cannot be had. */
export type Disk =
  | { readonly folder: string; readonly free: number; readonly total: number }
  | { readonly reason: string };

/**
 * Reads what is left of the disk with the data, where its folder is on this machine: that of a
 * server started from here, or one whose own file of its process says that it is this server.
 */
export async function readDisk(
  { dataFolder, startedAt }: Pick<ServerState, "dataFolder" | "startedAt">,
  { isLocal, ownFolder }: { readonly isLocal: boolean; readonly ownFolder: string | undefined },
): Promise<Disk> {
  if (!isLocal) return { reason: "the server runs on another machine" };
  const folder = ownFolder ?? await localFolder(dataFolder, startedAt);
  if (folder === null) {
    return { reason: "the folder of its data is not on this machine, or this user may not see it" };
  }
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { folder, free: bavail * bsize, total: blocks * bsize };
  } catch (error) {
    // Deno asks for a right of its own; anything else is told as it is.
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The folder, if the server that wrote into it started at the same second as ours. */
async function localFolder(folder: string | null, startedAt: number): Promise<string | null> {
  if (folder === null) return null;
  try {
    const [, , started] = (await readFile(join(folder, "postmaster.pid"), "utf8")).split("\n");
    return Math.abs(Number(started) - startedAt) <= 1 ? folder : null;
  } catch {
    // Not there or not for us to read: it may be another machine's.
    return null;
  }
}
