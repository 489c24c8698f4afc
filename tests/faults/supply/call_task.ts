import { join } from "node:path";
import config from "../../../deno.json" with { type: "json" };
import { root } from "./lock_file.ts";
import type { TaskCall } from "./task_calls.ts";

const tasks: Readonly<Record<string, { readonly command: string }>> = config.tasks;

/** The flags of a task, in the order of deno.json. */
export function flagsOf(task: string): string[] {
  const command = tasks[task]?.command ?? "";
  return command.split(" ").filter((word) => word.startsWith("--"));
}

/** The kinds of permissions of a task, such as `read`. */
export function kindsOf(task: string): string[] {
  return flagsOf(task).flatMap((flag) => /^--allow-(\w+)/.exec(flag)?.[1] ?? []);
}

/** How a call ended. */
export interface CallResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Calls a task in a folder as deno.json does, but without one kind of its permissions. */
export async function callWithout(
  kind: string,
  { task, args }: TaskCall,
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<CallResult> {
  const flags = flagsOf(task).filter((flag) => !flag.startsWith(`--allow-${kind}`));
  const file = /\btasks\/\S+$/.exec(tasks[task]?.command ?? "")?.[0] ?? "";
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      ...flags,
      `--config=${join(root, "deno.json")}`,
      join(root, file),
      ...args,
    ],
    cwd,
    clearEnv: true,
    env: { ...inherited(), NO_COLOR: "1", DOCKER_HOST: "unix:///nowhere/docker.sock", ...env },
    stdin: "null",
    // A call that did not need the permission might serve for ever.
    signal: AbortSignal.timeout(60_000),
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** What Deno and the backends' programs need of the environment, without settings. */
function inherited(): Record<string, string> {
  const names = ["PATH", "HOME", "DENO_DIR", "TMPDIR"];
  return Object.fromEntries(names.flatMap((name) => {
    const text = Deno.env.get(name);
    return text === undefined ? [] : [[name, text]];
  }));
}
