import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { removeIfThere } from "./files.ts";

/**
 * Returns a new path for work that is later renamed into place, and removes what earlier work left
 * behind. A command of a killed start may still be writing to its own path: that is removed later.
 */
export async function scratchPath(path: string): Promise<string> {
  const prefix = `${basename(path)}.new.`;
  for await (const entry of Deno.readDir(dirname(path))) {
    if (!entry.name.startsWith(prefix)) continue;
    try {
      await removeIfThere(join(dirname(path), entry.name));
    } catch (error) {
      if (!isFilling(error)) throw error;
    }
  }
  return join(dirname(path), `${prefix}${crypto.randomUUID().slice(0, 8)}`);
}

/** Removes a folder that a command of a killed start may still be writing to. */
export async function removeStubborn(path: string, timeoutMs = 10_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (true) {
    try {
      return await removeIfThere(path);
    } catch (error) {
      if (!isFilling(error) || performance.now() > end) throw error;
      await sleep(100);
    }
  }
}

function isFilling(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOTEMPTY";
}
