import { join } from "node:path";
import { StackError } from "../../base/errors.ts";
import { POSTGRES_PROGRAMS } from "./packages.ts";

const OTHER_PROGRAMS = ["usr/bin/redis-server", "usr/bin/valkey-server", "usr/bin/redis-cli"];

/**
 * Puts a script in the place of each program of a tree, which runs it with the tree's own C library.
 *
 * The machine's may be older than the packages want, and a library path alone does not do: the
 * loader and the C library must be of one version. Programs that start each other by their path
 * (initdb starts postgres) find the script, and each keeps its own path as its name, from which
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

/** Writes the script for a loader, given from the root of the tree. */
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
    // Redis's programs are links to one another; the file itself is what the script runs.
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
