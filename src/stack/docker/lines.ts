/** A running command whose output is read by line. */
export interface LineProcess {
  /**
   * Both output streams as they arrive, without escape sequences; breaking out of the loop ends the
   * command.
   */
  readonly lines: AsyncIterable<string>;
  /** The exit code. */
  readonly code: Promise<number>;
}

/** Options of {@linkcode spawnLines}. */
export interface SpawnLinesOptions {
  /** Its variables, in addition to those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Ends it early; the lines then end without an error. */
  readonly signal?: AbortSignal;
}

/** Starts a command and merges both output streams into lines. */
export function spawnLines(
  command: readonly [string, ...string[]],
  options: SpawnLinesOptions = {},
): LineProcess {
  const [program, ...args] = command;
  const { env, signal } = options;
  signal?.throwIfAborted();
  const child = new Deno.Command(program, {
    args,
    ...(env ? { env } : {}),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const code = child.status.then((status) => status.code);
  const end = () => terminate(child);
  signal?.addEventListener("abort", end, { once: true });
  return { code, lines: readLines(child, () => signal?.removeEventListener("abort", end), end) };
}

async function* readLines(
  child: Deno.ChildProcess,
  release: () => void,
  end: () => void,
): AsyncGenerator<string> {
  const { readable, writable } = new TransformStream<string, string>();
  const writer = writable.getWriter();
  const pumps = Promise.allSettled([
    pump(child.stdout, writer),
    pump(child.stderr, writer),
  ]).then(() => writer.close()).catch(() => {
    // The reader is gone: there is nobody to report to.
  });
  try {
    yield* readable;
  } finally {
    release();
    end();
    await child.status;
    await pumps;
  }
}

function terminate(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGTERM");
  } catch (error) {
    // It has already ended.
    if (!(error instanceof TypeError || error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Reads a stream to its end even if nobody takes the lines, so that the command can end. */
async function pump(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  writer: WritableStreamDefaultWriter<string>,
): Promise<void> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) await write(writer, line);
  }
  if (rest !== "") await write(writer, rest);
}

async function write(writer: WritableStreamDefaultWriter<string>, line: string): Promise<void> {
  // Compose starts log lines with "erase the line", even when told not to use escapes.
  // deno-lint-ignore no-control-regex
  const plain = line.replace(/\x1b\[[0-9;]*K/g, "").replace(/\r$/, "");
  try {
    await writer.write(plain);
  } catch {
    // The reader is gone: the rest is read and dropped.
  }
}
