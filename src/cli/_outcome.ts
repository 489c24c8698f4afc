import { errorDocument, errorLines } from "./_describe_error.ts";
import { exitCodeOf, INTERRUPTED } from "./_exit_code.ts";
import type { Terminal } from "./_terminal.ts";

/** How a task ended. */
export interface Outcome {
  /** The error that the task threw, or that escaped it. */
  readonly error?: unknown;
  /** The exit code that the task returned. */
  readonly code?: number | undefined;
  /** The signal that interrupted it. */
  readonly interruptedBy?: string | undefined;
  /** Its JSON document. */
  readonly document?: unknown;
}

/** Reports what an outcome left unsaid, and returns the exit code. */
export function conclude(outcome: Outcome, terminal: Terminal): number {
  const error = meaningfulError(outcome);
  const code = codeOf(outcome);
  if (terminal.json) {
    terminal.output.document(finalDocument(outcome, error, { code, stack: terminal.verbose }));
    return code;
  }
  if (error !== undefined) {
    const [first = "", ...rest] = errorLines(error, { stack: terminal.verbose });
    terminal.output.complain(first);
    for (const line of rest) terminal.output.complain(line);
  }
  if (code === INTERRUPTED) terminal.output.complain(interruption(outcome));
  return code;
}

/** A task that returns 0 despite a signal has done its work; any other end is due to the signal. */
function codeOf(outcome: Outcome): number {
  if (outcome.interruptedBy !== undefined && outcome.code !== 0) return INTERRUPTED;
  if (outcome.error !== undefined) return exitCodeOf(outcome.error);
  return outcome.code ?? 0;
}

/** The error, unless it only says that the task was interrupted. */
function meaningfulError({ error, interruptedBy }: Outcome): unknown {
  const isAbort = error instanceof Error && error.name === "AbortError";
  return interruptedBy !== undefined && isAbort ? undefined : error;
}

function interruption({ interruptedBy }: Outcome): string {
  return `Interrupted by ${interruptedBy}`;
}

function finalDocument(
  outcome: Outcome,
  error: unknown,
  { code, stack }: { readonly code: number; readonly stack: boolean },
): unknown {
  const { document } = outcome;
  if (error === undefined && code !== INTERRUPTED) return document ?? { ok: code === 0 };
  const failure = error === undefined
    ? { name: "Interrupted", message: interruption(outcome) }
    : errorDocument(error, { stack });
  const isObject = typeof document === "object" && document !== null && !Array.isArray(document);
  return { ...(isObject ? document : {}), ok: false, error: failure };
}
