import { createRedactor, type Redactor } from "../base/logging/mod.ts";
import { peekVariables } from "../base/settings/mod.ts";
import { knownSecrets } from "./_known_secrets.ts";
import { createOutput, type Output } from "./_output.ts";
import { openStream } from "./_stream.ts";

/** The common flags, read before the command line is parsed. */
export interface CommonFlags {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly noColor: boolean;
}

/** The terminal of one run: how to write to it, and what it can do. */
export interface Terminal extends CommonFlags {
  readonly output: Output;
  /** Hides secrets. */
  readonly redactor: Redactor;
  /** Whether stdout takes colours. */
  readonly color: boolean;
  /** Whether stderr can show a moving line. */
  readonly animate: boolean;
  /** Whether a person can answer questions. */
  readonly interactive: boolean;
  /** Aborts when nobody reads stdout any more. */
  readonly outputClosed: AbortSignal;
}

/** Finds the common flags, even in a command line with mistakes. */
export function commonFlags(args: readonly string[]): CommonFlags {
  const end = args.indexOf("--");
  const own = end < 0 ? args : args.slice(0, end);
  const has = (long: string, short?: string) =>
    own.includes(`--${long}`) ||
    (short !== undefined && own.some((word) => new RegExp(`^-[a-z]*${short}`, "i").test(word)));
  return {
    json: has("json"),
    quiet: has("quiet", "q"),
    verbose: has("verbose", "v"),
    noColor: has("no-color"),
  };
}

/** Inspects the terminal, and opens stdout and stderr for writing. */
export function openTerminal(flags: CommonFlags): Terminal {
  const stdout = openStream(Deno.stdout);
  const stderr = openStream(Deno.stderr);
  const environment = peekVariables(["TERM", "CI"], { envFile: false });
  const isDumb = environment.get("TERM") === "dumb";
  const plain = isDumb || Deno.noColor || flags.noColor;
  const color = stdout.isTerminal && !plain;
  const { secrets, shown } = knownSecrets();
  const redactor = createRedactor(secrets, { shown });
  return {
    ...flags,
    color,
    animate: stderr.isTerminal && !isDumb && !flags.quiet,
    interactive: isStdinTerminal() && stderr.isTerminal && !flags.json && !environment.has("CI"),
    redactor,
    outputClosed: stdout.closed,
    output: createOutput({ stdout, stderr, redactor, color, json: flags.json, quiet: flags.quiet }),
  };
}

function isStdinTerminal(): boolean {
  try {
    return Deno.stdin.isTerminal();
  } catch {
    // A closed stdin is not a terminal.
    return false;
  }
}
