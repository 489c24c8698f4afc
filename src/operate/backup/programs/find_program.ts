import { join, resolve } from "node:path";
import { StrataError } from "../../../base/errors.ts";
import { runCommand } from "../../../stack/command.ts";
import type { ServiceShell } from "../../../stack/mod.ts";

/** One of PostgreSQL's programs. */
export type ProgramName = "pg_dump" | "pg_restore";

/** A program that was found, and how it is run. */
export interface Program {
  readonly name: ProgramName;
  /** Its version: `17.6`. */
  readonly version: string;
  readonly major: number;
  /** Where it was found, for people. */
  readonly place: string;
  /** Its path. */
  readonly path: string;
  /** The container that it runs in, if it does. */
  readonly shell?: ServiceShell;
}

/** Where programs are looked for. */
export interface ProgramPlaces {
  /** The project's folder, in which the native stack's tree may stand. */
  readonly root: string;
  /** Folders that are asked first; by default those of `PATH`. */
  readonly path?: readonly string[];
  /** The container of the stack's database, if the backup is of it. */
  readonly shell?: (() => Promise<ServiceShell | undefined>) | undefined;
}

/**
 * Finds a program of a major version: in the folders where systems keep several, on `PATH`, in the
 * native stack's tree, in the stack's container.
 *
 * @throws {StrataError} If there is none, naming what was found and what to install.
 */
export async function findProgram(
  name: ProgramName,
  majors: { readonly least: number; readonly most: number },
  places: ProgramPlaces,
): Promise<Program> {
  const others: Program[] = [];
  // The newest that is allowed: its mendings are in it.
  const byMajor = (a: Program, b: Program) => b.major - a.major;
  for await (const path of candidates(name, places)) {
    const program = await ask(name, path);
    if (program !== undefined) others.push(program);
  }
  const fits = ({ major }: Program) => major >= majors.least && major <= majors.most;
  const found = others.filter(fits).toSorted(byMajor)[0];
  if (found !== undefined) return found;
  const shell = await places.shell?.();
  const inside = shell === undefined ? undefined : await askInside(name, shell);
  if (inside !== undefined && fits(inside)) return inside;
  throw missing(name, majors, inside === undefined ? others : [...others, inside]);
}

async function* candidates(name: ProgramName, places: ProgramPlaces): AsyncIterable<string> {
  const seen = new Set<string>();
  const path = places.path ?? (Deno.env.get("PATH") ?? "").split(":");
  const trees = ["/usr/lib/postgresql", join(places.root, ".strata/native/usr/lib/postgresql")];
  const folders = [...path.filter((folder) => folder !== "")];
  for (const tree of trees) {
    for (const major of await namesIn(tree)) folders.push(join(tree, major, "bin"));
  }
  for (const major of [15, 16, 17, 18, 19]) folders.push(`/usr/pgsql-${major}/bin`);
  for (const folder of folders) {
    const file = join(resolve(folder), name);
    if (seen.has(file) || !await isFile(file)) continue;
    seen.add(file);
    yield file;
  }
}

async function ask(name: ProgramName, path: string): Promise<Program | undefined> {
  const { code, stdout } = await runCommand([path, "--version"], { env: { LC_ALL: "C" } });
  const version = code === 0 ? versionOf(stdout) : undefined;
  return version && { name, ...version, place: path, path };
}

async function askInside(name: ProgramName, shell: ServiceShell): Promise<Program | undefined> {
  const { code, stdout } = await runCommand(shell.command([], [name, "--version"]), {
    env: shell.env,
  });
  const version = code === 0 ? versionOf(stdout) : undefined;
  return version && { name, ...version, place: "the database's container", path: name, shell };
}

function versionOf(text: string): Pick<Program, "version" | "major"> | undefined {
  const version = /\(PostgreSQL\) (\d+(?:\.\d+)?)/.exec(text)?.[1];
  return version === undefined ? undefined : { version, major: Number.parseInt(version) };
}

function missing(
  name: ProgramName,
  { least, most }: { readonly least: number; readonly most: number },
  found: readonly Program[],
): StrataError {
  const wanted = least === most ? `${least}` : `${least} to ${most}`;
  const state = found.length === 0
    ? "none was found"
    : `found ${found.map(({ version, place }) => `${version} (${place})`).join(", ")}`;
  return new StrataError(
    `Cannot run "${name}": the version has to be ${wanted}, that of the server, and ${state}; ` +
      `install it (Debian: apt-get install postgresql-client-${least}; Red Hat: postgresql${least}; ` +
      `macOS: brew install postgresql@${least}) or put its folder on PATH`,
  );
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
  } catch {
    // It stands on some systems alone.
    return [];
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}
