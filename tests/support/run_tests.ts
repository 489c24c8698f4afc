import { TextLineStream } from "./text_line_stream.ts";
import { summarizeTests, type TestSummary } from "./test_summary.ts";

/** Options of {@linkcode runTests}. */
export interface RunTestsOptions {
  /** The project folder. */
  readonly root: string;
  /** Arguments for `deno test`: flags, files or folders; every test of the project by default. */
  readonly args: readonly string[];
  /** The variables for the tests, in addition to the environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** Whether `deno test` writes in color. */
  readonly color: boolean;
  /** Called with each line that it prints. */
  readonly onLine: (line: string) => void;
  /** Stops the tests. */
  readonly signal: AbortSignal;
}

/**
 * The permissions of the tests, listed rather than `-A`: run programs, open sockets, write files.
 */
const PERMISSIONS = ["run", "read", "write", "env", "net", "sys", "ffi"];

/**
 * The files that run at once: each waits for its servers half of the time. More would take what the
 * servers work with.
 */
const JOBS = "2";

/** Runs `deno test` and summarizes its output. */
export async function runTests(
  options: RunTestsOptions,
): Promise<TestSummary & { readonly code: number }> {
  const { root, args, signal } = options;
  const hasFiles = args.some((arg, index) =>
    !arg.startsWith("-") && args[index - 1] !== "--filter"
  );
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "test",
      "--no-prompt",
      "--parallel",
      ...PERMISSIONS.map((name) => `--allow-${name}`),
      ...args,
      ...(hasFiles ? [] : ["tests/unit", "tests/integration"]),
    ],
    cwd: root,
    env: {
      DENO_JOBS: Deno.env.get("DENO_JOBS") ?? JOBS,
      ...options.variables,
      ...(options.color ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }),
    },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const stop = () => child.kill("SIGTERM");
  signal.addEventListener("abort", stop);
  const lines: string[] = [];
  const text = child.stdout.pipeThrough(new TextDecoderStream());
  for await (const line of text.pipeThrough(new TextLineStream())) {
    lines.push(line);
    options.onLine(line);
  }
  const { code } = await child.status;
  signal.removeEventListener("abort", stop);
  return { ...summarizeTests(lines, code), code };
}
