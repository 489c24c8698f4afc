import { join } from "node:path";
import { type LockedPackage, root } from "./lock_file.ts";

/** Reads the licence that an installed package says it has. */
export async function installedLicense(one: LockedPackage): Promise<string | undefined> {
  const folder = await installedFolder(one);
  if (folder === undefined) return undefined;
  const text = await Deno.readTextFile(join(folder, "package.json"));
  const { license }: { readonly license?: unknown } = JSON.parse(text);
  return typeof license === "string" ? license : undefined;
}

/** Finds the folder of an installed package; packages of other platforms have none. */
export async function installedFolder(
  { name, version }: Pick<LockedPackage, "name" | "version">,
): Promise<string | undefined> {
  const cache = await packageCache();
  for await (const registry of Deno.readDir(cache)) {
    const folder = join(cache, registry.name, name, version);
    const found = await Deno.stat(join(folder, "package.json")).catch(() => undefined);
    if (found?.isFile) return folder;
  }
}

let cache: string | undefined;

/** Deno's folder of npm packages, after it has put there all that the lock names. */
async function packageCache(): Promise<string> {
  if (cache !== undefined) return cache;
  await deno(["install", "--frozen"]);
  const { npmCache }: { readonly npmCache: string } = JSON.parse(await deno(["info", "--json"]));
  return cache = npmCache;
}

async function deno(args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: root,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}
