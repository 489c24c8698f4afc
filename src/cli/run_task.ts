import { StrataError } from "../base/errors.ts";
import { createContext } from "./_context.ts";
import { INTERRUPTED } from "./_exit_code.ts";
import { helpText } from "./_help.ts";
import { configureLogs } from "./_logs.ts";
import { explainMissingPermission } from "./_missing_permission.ts";
import { conclude, type Outcome } from "./_outcome.ts";
import { parseArguments } from "./_parse.ts";
import { listenForSignals } from "./_signals.ts";
import { commonFlags, openTerminal, type Terminal } from "./_terminal.ts";
import { requireEnvironment } from "./require_permissions.ts";
import { watchForStrays } from "./_strays.ts";
import type { TaskContext } from "./task_context.ts";
import type { TaskSpec } from "./task_spec.ts";

/** The work of a task: it resolves with the exit code, by default 0. */
export type TaskMain = (context: TaskContext) => Promise<number | void>;

/** How long something that a task left open may keep the process running. */
const LINGER_MS = 1_000;

/**
 * Runs a task: parses its command line, gives it a context, and turns what it throws into a message
 * and an exit code. Nothing else sets `Deno.exitCode`.
 *
 * SIGINT and SIGTERM abort the context's signal; a second one ends the process at once.
 */
export async function runTask(
  spec: TaskSpec,
  main: TaskMain,
  args: readonly string[] = Deno.args,
): Promise<void> {
  const terminal = openTerminal(commonFlags(args));
  const interruption = new AbortController();
  let interruptedBy: string | undefined;
  let document: unknown;
  const end = (outcome: Outcome) => {
    const error = explainMissingPermission(outcome.error, spec.name);
    return conclude({ document, interruptedBy, ...outcome, error }, terminal);
  };
  using _signals = listenForSignals((name) => {
    interruptedBy = name;
    interruption.abort();
    terminal.output.note(`Stopping after ${name}; once more ends it at once`);
  }, () => {
    strays[Symbol.dispose]();
    Deno.exit(end({ code: INTERRUPTED }));
  });
  using strays = watchForStrays(() => interruption.abort(), () => {
    const problem = `Cannot finish "${spec.name}": the process ended before it was done`;
    Deno.exit(end({ error: new StrataError(problem), code: 1 }));
  });
  const outcome = await attempt(() => {
    return start(spec, main, { args, terminal, signal: interruption.signal, keep });
  });
  Deno.exitCode = end(strays.first === undefined ? outcome : { ...outcome, error: strays.first });
  const timer = setTimeout(() => Deno.exit(), LINGER_MS);
  Deno.unrefTimer(timer);

  function keep(result: unknown): void {
    document = result;
  }
}

interface Run {
  readonly args: readonly string[];
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  readonly keep: (document: unknown) => void;
}

async function attempt(run: () => Promise<number | void>): Promise<Outcome> {
  try {
    return { code: (await run()) ?? undefined };
  } catch (error) {
    return {
      error: error ?? new StrataError("Cannot finish the task: it failed without an error"),
    };
  }
}

async function start(spec: TaskSpec, main: TaskMain, run: Run): Promise<number | void> {
  const { terminal, signal, keep } = run;
  const parsed = parseArguments(spec, run.args);
  if (parsed.options["help"] === true) {
    const help = helpText(spec, parsed.command);
    keep({ ok: true, help });
    return terminal.output.print(help);
  }
  requireEnvironment();
  using _logs = configureLogs(terminal, terminal.output.complain);
  return await main(createContext(parsed, terminal, { signal, keep }));
}
