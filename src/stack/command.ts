/** The result of a command. */
export interface CommandResult {
  /** Its exit code; 127 if the command does not exist. */
  readonly code: number;
  /** Its standard output. */
  readonly stdout: string;
  /** Its standard error. */
  readonly stderr: string;
}

/** Options of {@linkcode runCommand}. */
export interface CommandOptions {
  /** The folder to run in. */
  readonly cwd?: string;
  /** Its variables, in addition to those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether this process's own variables are hidden from it. */
  readonly clearEnv?: boolean;
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs a command to its end and returns its output; a missing command gives code 127. */
export async function runCommand(
  command: readonly [string, ...string[]],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const [program, ...args] = command;
  const { signal, ...rest } = options;
  signal?.throwIfAborted();
  try {
    const output = await new Deno.Command(program, {
      args,
      ...rest,
      ...(signal ? { signal } : {}),
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).output();
    signal?.throwIfAborted();
    const decoder = new TextDecoder();
    return {
      code: output.code,
      stdout: decoder.decode(output.stdout),
      stderr: decoder.decode(output.stderr),
    };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { code: 127, stdout: "", stderr: `${program}: not found` };
  }
}
