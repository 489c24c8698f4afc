import { ConfigError } from "../../base/errors.ts";

/**
 * Writes a file under its name only once it is whole.
 *
 * @throws {ConfigError} If the folder is not there, or nothing may be written in it.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  const part = `${file}.part`;
  try {
    await Deno.writeTextFile(part, text);
    await Deno.rename(part, file);
  } catch (cause) {
    await Deno.remove(part).catch(() => {});
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`Cannot write "${file}": ${reason}`, { cause });
  }
}
