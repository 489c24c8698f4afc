import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What a task is run with. */
export interface TaskRun {
  /** The database. */
  readonly url: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The folder it runs in; by default the project's. */
  readonly cwd?: string;
}

/** Starts a task as in deno.json, with its own permissions alone. */
export async function startTask(
  task: string,
  args: readonly string[],
  { url, env = {}, cwd = root }: TaskRun,
): Promise<Deno.ChildProcess> {
  const config = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
  const command: string = config.tasks[task].command;
  const words = command.split(/\s+/);
  const place = [`--config=${root}deno.json`, `${root}${words.at(-1)}`];
  return new Deno.Command(Deno.execPath(), {
    args: [...words.slice(1, -1), ...place, ...args],
    cwd,
    env: { DATABASE_URL: url, NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs a task to its end. */
export async function runTask(
  task: string,
  args: readonly string[],
  run: TaskRun,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const { code, stdout, stderr } = await (await startTask(task, args, run)).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
