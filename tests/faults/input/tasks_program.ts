/** A task's module and its arguments. */
export interface TaskCall {
  readonly module: string;
  readonly args: readonly string[];
}

/** How it ended. */
export interface TaskEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs tasks one after another in one process: to load their modules takes most of a short run. */
export async function runTasksInOne(calls: readonly TaskCall[]): Promise<readonly TaskEnd[]> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--no-check", "-A"],
      `--config=${new URL("../../../deno.json", import.meta.url).pathname}`,
      new URL(import.meta.url).pathname,
      JSON.stringify(calls),
    ],
    env: { DATABASE_URL: "postgres://nobody@[::1]:1/x", NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const parts = (bytes: Uint8Array) => new TextDecoder().decode(bytes).split(END);
  const errors = parts(stderr);
  const ends = parts(stdout).slice(0, -1).map((part, at) => {
    const [text = "", end] = part.split(CODE);
    return { code: Number(end), stdout: text, stderr: errors[at] ?? "" };
  });
  if (code !== 0 || ends.length !== calls.length) {
    throw new Error(
      `${ends.length} of ${calls.length} tasks ended, with ${code}: ${errors.at(-1)}`,
    );
  }
  return ends;
}

/** What stands between the outputs of two tasks. */
const CODE = "\x1e";
const END = "\x1f";

if (import.meta.main) {
  const calls: readonly TaskCall[] = JSON.parse(Deno.args[0] ?? "[]");
  // A task ends its process if something holds that up; here the next one follows.
  Deno.exit = (() => {}) as typeof Deno.exit; // as: no task goes on behind its end
  const write = (stream: { writeSync(bytes: Uint8Array): number }, text: string) =>
    stream.writeSync(new TextEncoder().encode(text));
  for (const [place, { module, args }] of calls.entries()) {
    Object.defineProperty(Deno, "args", { value: args, configurable: true });
    Deno.exitCode = 0;
    // Another address each time, so that the module runs again.
    await import(`${module}?${place}`);
    write(Deno.stdout, `${CODE}${Deno.exitCode}${END}`);
    write(Deno.stderr, END);
  }
  Deno.exitCode = 0;
}
