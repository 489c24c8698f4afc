import { join } from "node:path";
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

/**
 * What these files change, such as the umask, PATH or the scratch databases of a server, others see:
 * they run alone.
 */
const ALONE = ["drift_reference_limits", "sources_candles", "stack_embedded", "stack_native"]
  .map((name) => `tests/integration/${name}_test.ts`);

/** Runs `deno test` and summarizes its output. */
export async function runTests(
  options: RunTestsOptions,
): Promise<TestSummary & { readonly code: number }> {
  const { args } = options;
  const hasFiles = args.some((arg, index) =>
    !arg.startsWith("-") && args[index - 1] !== "--filter"
  );
  if (hasFiles) return await runOnce(options, args);
  // By name: what `--ignore` leaves out of folders is run all the same.
  const files = (await testFiles(options.root)).filter((file) => !ALONE.includes(file));
  const beside = await runOnce(options, ["--parallel", ...args, ...files]);
  if (options.signal.aborted) return beside;
  return sumOf(beside, await runOnce(options, [...args, ...ALONE]));
}

/** The files of tests, relative to the project. */
async function testFiles(root: string): Promise<readonly string[]> {
  const files: string[] = [];
  // Of the faults that is the short form: `deno task test:faults` runs the long one.
  const folders = ["tests/unit", "tests/integration", "tests/faults"];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for await (const { name, isDirectory } of Deno.readDir(join(root, folder))) {
      const path = `${folder}/${name}`;
      if (isDirectory) folders.push(path);
      else if (name.endsWith("_test.ts")) files.push(path);
    }
  }
  return files.sort();
}

type Outcome = TestSummary & { readonly code: number };

/** Adds up two runs. */
function sumOf(one: Outcome, other: Outcome): Outcome {
  const needs = new Map(one.needs);
  for (const [need, count] of other.needs) needs.set(need, (needs.get(need) ?? 0) + count);
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    needs,
    code: one.code === 0 ? other.code : one.code,
  };
}

async function runOnce(
  { root, variables, color, onLine, signal }: RunTestsOptions,
  args: readonly string[],
): Promise<Outcome> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "--no-prompt", ...PERMISSIONS.map((name) => `--allow-${name}`), ...args],
    cwd: root,
    env: {
      DENO_JOBS: Deno.env.get("DENO_JOBS") ?? JOBS,
      ...variables,
      ...(color ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }),
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
    onLine(line);
  }
  const { code } = await child.status;
  signal.removeEventListener("abort", stop);
  return { ...summarizeTests(lines, code), code };
}
