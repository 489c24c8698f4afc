import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The project folder. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** One import of one file. */
export interface Import {
  /** The importing file, relative to the project. */
  readonly from: string;
  /** The specifier as written. */
  readonly specifier: string;
  /** The imported file of the project, if it is one. */
  readonly to: string | undefined;
}

const FOLDERS = ["src", "migrations", "tasks", "tests"];

/** A separate service that imports this package like any user. */
const DOWNSTREAM = "tests/downstream";

/** Finds every TypeScript file of the project, as a relative path. */
export async function sourceFiles(): Promise<string[]> {
  const found: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    for await (const entry of Deno.readDir(join(root, folder))) {
      const path = join(folder, entry.name);
      const isOurs = path !== DOWNSTREAM && !/^(\.|node_modules$|coverage$)/.test(entry.name);
      if (entry.isDirectory && isOurs) await walk(path);
      if (entry.isFile && entry.name.endsWith(".ts")) found.push(path);
    }
  };
  for (const folder of FOLDERS) await walk(folder);
  return [...found, "mod.ts"].sort();
}

/** Reads every import of the given files from `deno info`. */
export async function readImports(files: readonly string[]): Promise<Import[]> {
  const folder = await Deno.makeTempDir();
  try {
    const entry = join(folder, "entry.ts");
    const lines = files.map((file) => `import ${JSON.stringify(urlOf(file))};`);
    await Deno.writeTextFile(entry, lines.join("\n"));
    const { modules } = await denoInfo(entry);
    return modules.flatMap((module) => importsOf(module)).filter(({ from }) =>
      files.includes(from)
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface InfoModule {
  readonly specifier: string;
  readonly dependencies?: readonly {
    readonly specifier: string;
    readonly code?: { readonly specifier?: string };
    readonly type?: { readonly specifier?: string };
  }[];
}

function urlOf(file: string): string {
  return new URL(file, import.meta.resolve("../../../")).href;
}

async function denoInfo(entry: string): Promise<{ readonly modules: readonly InfoModule[] }> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", `--config=${join(root, "deno.json")}`, entry],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

function importsOf(module: InfoModule): Import[] {
  const from = pathOf(module.specifier);
  if (from === undefined) return [];
  return (module.dependencies ?? []).flatMap((dependency) => {
    // A type import and a plain one of the same file may resolve differently: both count.
    const targets = [dependency.code?.specifier, dependency.type?.specifier].filter(Boolean);
    return [...new Set(targets.length > 0 ? targets : [undefined])].map((target) => ({
      from,
      specifier: dependency.specifier,
      to: target === undefined ? undefined : pathOf(target),
    }));
  });
}

function pathOf(specifier: string): string | undefined {
  if (!specifier.startsWith("file:")) return undefined;
  const path = relative(root, fileURLToPath(specifier));
  return path.startsWith("..") ? undefined : path.replaceAll("\\", "/");
}
