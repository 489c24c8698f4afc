/** Reads a file; `undefined` if it does not exist. */
export async function readTextIfThere(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Writes or replaces a file that only its owner may read. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  await removeIfThere(path);
  await Deno.writeTextFile(path, text, { mode: 0o600, createNew: true });
}

/** Removes a file, or a folder with its contents. */
export async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Tells whether a path exists. */
export async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
