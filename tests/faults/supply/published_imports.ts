import { join } from "node:path";
import { root } from "./lock_file.ts";

/** Finds the npm packages that the published files import, as `npm:name@version`. */
export async function publishedImports(
  imports: Readonly<Record<string, string>>,
): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const file of publishedFiles()) {
    const text = await Deno.readTextFile(file);
    for (const [, name = ""] of text.matchAll(/\b(?:from|import)\s*\(?\s*"([^".][^"]*)"/g)) {
      const [specifier] = /^npm:@?[^@]+@[^/]+/.exec(imports[name] ?? "") ?? [];
      if (specifier !== undefined) found.add(specifier);
    }
  }
  return found;
}

async function* publishedFiles(): AsyncGenerator<string> {
  yield join(root, "mod.ts");
  for (const folder of ["src", "migrations"]) yield* modulesIn(join(root, folder));
}

async function* modulesIn(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) yield* modulesIn(path);
    else if (name.endsWith(".ts")) yield path;
  }
}
