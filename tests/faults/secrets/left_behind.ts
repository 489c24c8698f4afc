import { join } from "node:path";

/** A file that a task left. */
export interface LeftFile {
  readonly path: string;
  readonly text: string;
  /** Whether other users can read it: neither it nor a folder that it is in is the owner's alone. */
  readonly isOpen: boolean;
}

/** Reads every file below a folder, whose own mode says nothing. */
export async function readFolder(
  folder: string,
  isClosed = false,
): Promise<readonly LeftFile[]> {
  const files: LeftFile[] = [];
  for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (!isDirectory && !isFile) continue;
    const isOpen = !isClosed && ((await Deno.stat(path)).mode ?? 0) % 0o100 !== 0;
    if (isDirectory) {
      files.push(...await readFolder(path, !isOpen));
      continue;
    }
    const text = new TextDecoder("latin1").decode(await Deno.readFile(path));
    files.push({ path, text, isOpen });
  }
  return files;
}

/** Notes the command line of every process of this machine, again and again. */
export function watchProcesses(): { end(): Promise<readonly string[]> } {
  const lines = new Set<string>();
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      for (const line of await commandLines()) lines.add(line);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  })();
  return {
    async end() {
      isOver = true;
      await watching;
      return [...lines];
    },
  };
}

// Deno reads /proc only with every permission; a shell needs none but --allow-run.
async function commandLines(): Promise<readonly string[]> {
  if (Deno.build.os !== "linux") return [];
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", 'grep -asH "" /proc/[0-9]*/cmdline'],
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout).replaceAll("\0", " ").split("\n");
}
