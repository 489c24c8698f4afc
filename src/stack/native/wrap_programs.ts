import { join } from "node:path";
import { StackError } from "../../base/errors.ts";
import { POSTGRES_PROGRAMS } from "./packages.ts";

const OTHER_PROGRAMS = ["usr/bin/redis-server", "usr/bin/valkey-server", "usr/bin/redis-cli"];

/**
 * Replaces each program of a tree with a script that runs it with the tree's own C library.
 * The machine's C library may be too old for the packages, and a library path alone is not enough:
 * the loader and the C library must have the same version. Programs that start each other by path
 * (initdb starts postgres) reach the script, and each keeps its own path as its name, from which
 * PostgreSQL finds its other files.
 */
export async function wrapPrograms(folder: string): Promise<void> {
  const loader = await findLoader(folder);
  const programs = [...OTHER_PROGRAMS];
  for await (const entry of Deno.readDir(join(folder, POSTGRES_PROGRAMS))) {
    programs.push(`${POSTGRES_PROGRAMS}/${entry.name}`);
  }
  for (const program of programs) await wrap(join(folder, program), loader);
}

/** Writes the script for a loader, given by its path from the root of the tree. */
export function wrapperScript(loader: string): string {
  const libraries = loader.slice(0, loader.lastIndexOf("/"));
  return `#!/bin/sh
# Runs the program beside it with the C library of its own tree.
tree=\${0%/usr/*}
exec "$tree/${loader}" --inhibit-cache --library-path "$tree/${libraries}" \\
  --argv0 "$0" "$0.elf" "$@"
`;
}

async function wrap(program: string, loader: string): Promise<void> {
  try {
    // Redis's programs are links to one another; the script runs the file itself.
    const file = await Deno.realPath(program);
    await Deno.copyFile(file, `${program}.elf`);
    await Deno.remove(program);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  await Deno.writeTextFile(program, wrapperScript(loader));
  await Deno.chmod(program, 0o755);
  await Deno.chmod(`${program}.elf`, 0o755);
}

async function findLoader(folder: string): Promise<string> {
  for await (const entry of Deno.readDir(join(folder, "usr/lib"))) {
    if (!entry.name.endsWith("-linux-gnu")) continue;
    for await (const file of Deno.readDir(join(folder, "usr/lib", entry.name))) {
      if (/^ld-linux.*\.so\.\d+$/.test(file.name)) return `usr/lib/${entry.name}/${file.name}`;
    }
  }
  throw new StackError(
    "Cannot wrap the programs: the unpacked packages hold no loader; remove .strata/native and try again",
    { service: "native" },
  );
}
