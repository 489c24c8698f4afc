import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What a task is run with. */
export interface TaskRun {
  /** The database. */
  readonly url: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a task as in deno.json, with its own permissions alone. */
export async function startTask(
  task: string,
  args: readonly string[],
  { url, env = {} }: TaskRun,
): Promise<Deno.ChildProcess> {
  const config = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
  const command: string = config.tasks[task].command;
  return new Deno.Command(Deno.execPath(), {
    args: [...command.split(/\s+/).slice(1), ...args],
    cwd: root,
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
