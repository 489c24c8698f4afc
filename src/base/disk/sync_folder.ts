/** Puts the names in a folder on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    using handle = await Deno.open(folder);
    await handle.sync();
  } catch {
    // Not every system opens folders; the names are then written when it pleases.
  }
}
