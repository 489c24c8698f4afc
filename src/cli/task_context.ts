import type { OptionValue } from "./task_spec.ts";

/** How a text is coloured; the words keep their meaning without colour. */
export type Style = "pass" | "warn" | "fail" | "skip" | "dim" | "bold";

/** A long operation that is shown while it goes on; disposing of it takes the line away. */
export interface Progress extends Disposable, AsyncDisposable {
  /** Changes what is shown behind the label. */
  update(text: string): void;
}

/** What a task gets from the command runner. */
export interface TaskContext {
  /** The subcommand, or the task's default one. */
  readonly command: string | undefined;
  /** The flags with their defaults, by their long names. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** The arguments that are no flags, the subcommand taken off. */
  readonly positionals: readonly string[];
  /** Whether one JSON document is wanted. */
  readonly json: boolean;
  /** Whether progress is left out. */
  readonly quiet: boolean;
  /** Whether detail is wanted. */
  readonly verbose: boolean;
  /** Whether stdout takes colours. */
  readonly color: boolean;
  /** Whether a person can be asked. */
  readonly interactive: boolean;
  /** Aborts on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** Aborts when nobody reads stdout any more (`| head`): the end of whatever follows a log. */
  readonly outputClosed: AbortSignal;
  /** Writes a line of the result on stdout; nothing with `--json`. */
  print(line: string): void;
  /** Writes a line of progress on stderr; nothing with `-q`. */
  note(line: string): void;
  /** Keeps the one JSON document, which is printed at the end where `--json` is given. */
  result(document: unknown): void;
  /** Colours a text for stdout. */
  style(kind: Style, text: string): string;
  /** Gives a status word with its symbol, coloured and always as wide: `✓ pass`. */
  statusWord(kind: "pass" | "warn" | "fail" | "skip"): string;
  /** Shows an operation that may last more than a second. */
  progress(label: string): Progress;
  /** Asks yes or no; no where nobody can be asked. */
  confirm(question: string): Promise<boolean>;
}

/** Gives the value of a flag that takes one. */
export function textOption(context: TaskContext, name: string): string | undefined {
  const value = context.options[name];
  return typeof value === "string" ? value : undefined;
}

/** Tells whether a flag was given. */
export function flagOption(context: TaskContext, name: string): boolean {
  return context.options[name] === true;
}

/** Gives the values of a flag that may be given several times, or a comma-separated one. */
export function listOption(context: TaskContext, name: string): readonly string[] {
  const value = context.options[name];
  const texts = Array.isArray(value) ? value : typeof value === "string" ? [value] : [];
  return texts.flatMap((text) => text.split(",")).map((text) => text.trim()).filter(Boolean);
}

/** Gives the value of a flag that was declared with `number`. */
export function numberOption(context: TaskContext, name: string): number | undefined {
  const text = textOption(context, name);
  return text === undefined ? undefined : Number(text);
}
