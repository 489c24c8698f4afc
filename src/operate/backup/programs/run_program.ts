import { StrataError } from "../../../base/errors.ts";
import type { Connection } from "./connection_variables.ts";
import type { Program } from "./find_program.ts";

/** Options of {@linkcode runProgram}. */
export interface RunProgramOptions {
  readonly connection: Connection;
  readonly args: readonly string[];
  /** What it reads. */
  readonly input?: AsyncIterable<Uint8Array>;
  /** Takes what it writes, as fast as it can. */
  readonly output?: (bytes: Uint8Array) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/** How much of what a program complains about is kept. */
const MOST_WORDS = 20_000;

/**
 * Runs a program of PostgreSQL to its end. It reads and writes through this process alone, so that
 * it ends with it.
 *
 * @throws {StrataError} If it fails, with what it said.
 */
export async function runProgram(program: Program, options: RunProgramOptions): Promise<void> {
  const { connection, input, output, signal } = options;
  signal?.throwIfAborted();
  const { command: [path, ...args], env, isInside } = commandOf(program, options);
  const child = new Deno.Command(path, {
    args,
    env,
    clearEnv: !isInside,
    stdin: input === undefined ? "null" : "piped",
    stdout: output === undefined ? "null" : "piped",
    stderr: "piped",
    ...signal === undefined ? {} : { signal },
  }).spawn();
  const said = readWords(child.stderr);
  const failures: unknown[] = [];
  const part = async (work: Promise<void> | undefined): Promise<void> => {
    try {
      await work;
    } catch (error) {
      failures.push(error);
    }
  };
  await Promise.all([
    part(input && feed(child.stdin, input)),
    part(output && drain(child, output)),
  ]);
  const { code } = await child.status;
  const words = (await said).replaceAll(connection.password || "\0", "***");
  signal?.throwIfAborted();
  // A program that ends leaves its pipe broken: why it ended tells more.
  const own = failures.find((error) => !(error instanceof Deno.errors.BrokenPipe));
  if (own !== undefined) throw own;
  if (code !== 0) {
    throw new StrataError(`Cannot finish "${program.name}": ${complaint(words, code)}`);
  }
}

function commandOf(
  { path, shell }: Program,
  { connection, args }: RunProgramOptions,
): {
  readonly command: readonly [string, ...string[]];
  readonly env: Record<string, string>;
  readonly isInside: boolean;
} {
  if (shell !== undefined) {
    // Inside, the server is reached by its socket.
    const { PGHOST: _, PGPORT: __, ...variables } = connection.variables;
    return {
      command: shell.command(Object.keys(variables), [path, ...args]),
      env: { ...shell.env, ...variables },
      isInside: true,
    };
  }
  const kept = ["PATH", "HOME", "PGPASSFILE", "TMPDIR"].flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  const env = { ...Object.fromEntries(kept), ...connection.variables };
  return { command: [path, ...args], env, isInside: false };
}

async function feed(
  stdin: WritableStream<Uint8Array>,
  input: AsyncIterable<Uint8Array>,
): Promise<void> {
  const writer = stdin.getWriter();
  try {
    for await (const bytes of input) await writer.write(bytes);
    await writer.close();
  } catch (error) {
    await writer.abort().catch(() => {});
    throw error;
  }
}

async function drain(
  child: Deno.ChildProcess,
  output: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  try {
    for await (const bytes of child.stdout) await output(bytes);
  } catch (error) {
    try {
      child.kill("SIGTERM");
    } catch {
      // It has ended already.
    }
    throw error;
  }
}

async function readWords(stderr: ReadableStream<Uint8Array>): Promise<string> {
  let words = "";
  const decoder = new TextDecoder();
  for await (const bytes of stderr) {
    if (words.length < MOST_WORDS) words += decoder.decode(bytes, { stream: true });
  }
  return words;
}

/** The lines that tell of the failure, without warnings and hints. */
function complaint(words: string, code: number): string {
  const lines = words.split("\n").filter((line) => line.trim() !== "");
  const errors = lines.filter((line) => /error:|fatal:|ERROR|FATAL/i.test(line));
  const shown = (errors.length > 0 ? errors : lines).slice(0, 4);
  return shown.length > 0 ? shown.join("\n") : `it ended with ${code}`;
}
