import type { ParsedArguments } from "./_parse.ts";
import { startProgress } from "./_progress.ts";
import type { Terminal } from "./_terminal.ts";
import type { TaskContext } from "./task_context.ts";

const STATUS_WORDS = { pass: "✓ pass", warn: "! warn", fail: "✗ fail", skip: "- skip" } as const;

/** Creates the context of a task; `keep` receives its JSON document. */
export function createContext(
  parsed: ParsedArguments,
  terminal: Terminal,
  options: { readonly signal: AbortSignal; readonly keep: (document: unknown) => void },
): TaskContext {
  const { output } = terminal;
  return {
    ...parsed,
    json: terminal.json,
    quiet: terminal.quiet,
    verbose: terminal.verbose,
    color: terminal.color,
    interactive: terminal.interactive,
    signal: options.signal,
    outputClosed: terminal.outputClosed,
    print: output.print,
    note: output.note,
    result: options.keep,
    redact: terminal.redactor,
    style: output.style,
    statusWord: (kind) => output.style(kind, STATUS_WORDS[kind]),
    progress(label) {
      return startProgress(output, label, { animate: terminal.animate, columns: columns() });
    },
    async confirm(question) {
      if (!terminal.interactive) return false;
      output.status(`${question} [y/N] `);
      const answer = await readLine(options.signal);
      output.status(undefined);
      return /^y(es)?$/i.test(answer.trim());
    },
  };
}

function columns(): number {
  try {
    return Deno.consoleSize().columns;
  } catch {
    // Any width will do without a console.
    return 80;
  }
}

async function readLine(signal: AbortSignal): Promise<string> {
  const { promise: aborted, resolve } = Promise.withResolvers<null>();
  const stop = () => resolve(null);
  signal.addEventListener("abort", stop);
  const bytes = new Uint8Array(256);
  const count = signal.aborted ? null : await Promise.race([Deno.stdin.read(bytes), aborted]);
  signal.removeEventListener("abort", stop);
  return new TextDecoder().decode(bytes.subarray(0, count ?? 0));
}
