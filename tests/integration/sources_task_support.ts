import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Where the task works, and what its environment says. */
export interface TaskOptions {
  readonly url: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the task as in deno.json, with its own permissions alone and without Redis. */
export async function startFetch(args: readonly string[], { url, env = {} }: TaskOptions) {
  const config = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
  const command: string = config.tasks.fetch.command;
  return new Deno.Command(Deno.execPath(), {
    args: [...command.split(/\s+/).slice(1), ...args],
    cwd: root,
    env: { DATABASE_URL: url, NO_COLOR: "1", REDIS_PORT: "1", FRED_API_KEY: "", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs the task to its end. */
export async function fetchTask(args: readonly string[], options: TaskOptions) {
  const { code, stdout, stderr } = await (await startFetch(args, options)).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
