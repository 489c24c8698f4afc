import { MigrationError } from "../../base/errors.ts";

/**
 * Adds a migration to the source of a manifest (`migrations/mod.ts`): its import after the other
 * migrations, its entry at the end of the list.
 *
 * @throws {MigrationError} If the source has no `migrations` list.
 */
export function addToManifest(text: string, id: string): string {
  const name = variableName(id);
  const imports = [...text.matchAll(/^import \w+ from "\.\/\d+_\w+\.ts";\n/gm)];
  const lastImport = imports.at(-1) ?? [...text.matchAll(/^import .*;\n/gm)].at(-1);
  const at = lastImport === undefined ? 0 : lastImport.index + lastImport[0].length;
  const imported = `${text.slice(0, at)}import ${name} from "./${id}.ts";\n${text.slice(at)}`;
  const list = /(\bexport const migrations\b[^=]*=\s*\[)([^\]]*)\]/.exec(imported);
  if (list === null) {
    throw new MigrationError(
      `Cannot add "${id}" to the list of migrations: the module has no "migrations = […]"; add it by hand`,
      { migration: id },
    );
  }
  const [whole, start = "", entries = ""] = list;
  const names = [...entries.split(",").map((entry) => entry.trim()), name].filter((entry) =>
    entry !== ""
  );
  const inOne = `${start}${names.join(", ")}]`;
  const lineStart = imported.lastIndexOf("\n", list.index) + 1;
  const width = list.index - lineStart + inOne.length + ";".length;
  const isInOne = !entries.includes("\n") && width <= 100;
  const written = isInOne ? inOne : `${start}\n${names.map((entry) => `  ${entry},\n`).join("")}]`;
  return imported.slice(0, list.index) + written + imported.slice(list.index + whole.length);
}

/** Returns the variable name of a migration in a manifest: `addVolume` for `0005_add_volume`. */
export function variableName(id: string): string {
  const [first = "", ...rest] = id.replace(/^\d+_/, "").split("_");
  const name = first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^\d/.test(name) || reservedWords.has(name) ? `migration${id.split("_")[0]}` : name;
}

const reservedWords: ReadonlySet<string> = new Set(
  `break case catch class const continue debugger default delete do else enum export extends false
  finally for function if import in instanceof new null return super switch this throw true try
  typeof var void while with yield let static await migrations`.split(/\s+/),
);
