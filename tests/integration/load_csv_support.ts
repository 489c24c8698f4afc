import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Runs a function with a temporary file. */
export async function withFile<T>(
  content: string | Uint8Array,
  run: (file: string) => Promise<T>,
): Promise<T> {
  const file = await Deno.makeTempFile({ prefix: "strata load é ", suffix: ".csv" });
  try {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await Deno.writeFile(file, bytes);
    return await run(file);
  } finally {
    await Deno.remove(file);
  }
}

const folder = fileURLToPath(new URL("../../../shared/data/", import.meta.url));

/** Finds a file of real data next to the project, or says what is missing. */
export function realFile(name: string): { readonly path: string } | { readonly missing: string } {
  const path = `${folder}${name}`;
  return existsSync(path) ? { path } : { missing: `needs ../shared/data/${name}` };
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Runs the task as in deno.json, without prompts and only with its own permissions. */
export async function load(url: string, args: readonly string[], input?: string) {
  const config = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
  const command: string = config.tasks.load.command;
  const child = new Deno.Command(Deno.execPath(), {
    args: [...command.split(/\s+/).slice(1), ...args],
    cwd: root,
    env: { DATABASE_URL: url, NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  if (input !== undefined) await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
