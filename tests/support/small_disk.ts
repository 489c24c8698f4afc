import { join } from "node:path";

/** Mounts a disk of some megabytes on a folder; false where this user may not. */
async function mountSmallDisk(folder: string, megabytes: number): Promise<boolean> {
  try {
    const args = ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder];
    return (await new Deno.Command("mount", { args, stderr: "null" }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Fills the disk of a folder to its last byte; disposing makes room again. */
export async function fillDisk(folder: string): Promise<AsyncDisposable> {
  const path = join(folder, "filler");
  using file = await Deno.open(path, { write: true, createNew: true });
  for (const size of [1_000_000, 4_096, 1]) {
    const block = new Uint8Array(size);
    try {
      for (;;) if (await file.write(block) < size) break;
    } catch (error) {
      if (!/ENOSPC|os error 28/i.test(String(error))) throw error;
    }
  }
  return { [Symbol.asyncDispose]: () => Deno.remove(path) };
}

/** Runs a function with a folder that is a small disk; false where it may not be mounted. */
export async function withSmallDisk(
  run: (folder: string) => Promise<void> = () => Promise.resolve(),
  { megabytes = 1 }: { readonly megabytes?: number } = {},
): Promise<boolean> {
  const folder = await Deno.makeTempDir({ prefix: "strata disk é " });
  try {
    if (!await mountSmallDisk(folder, megabytes)) return false;
    try {
      await run(folder);
      return true;
    } finally {
      await new Deno.Command("umount", { args: [folder] }).output();
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
