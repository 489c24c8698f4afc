import type { OptionValue } from "./task_spec.ts";

/** The color of a text; status words stay readable without it. */
export type Style = "pass" | "warn" | "fail" | "skip" | "dim" | "bold";

/** A long operation on display; disposing of it removes the line. */
export interface Progress extends Disposable, AsyncDisposable {
  /** Changes the text after the label. */
  update(text: string): void;
}

/** What the command runner gives a task. */
export interface TaskContext {
  /** The subcommand, or the task's default one. */
  readonly command: string | undefined;
  /** The flags with their defaults, by their long names. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** The arguments that are not flags, without the subcommand. */
  readonly positionals: readonly string[];
  /** Whether one JSON document is to be printed. */
  readonly json: boolean;
  /** Whether progress is hidden. */
  readonly quiet: boolean;
  /** Whether details are shown. */
  readonly verbose: boolean;
  /** Whether stdout takes colours. */
  readonly color: boolean;
  /** Whether a person can answer questions. */
  readonly interactive: boolean;
  /** Aborts on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** Aborts when nobody reads stdout any more (`| head`), so that following a log can end. */
  readonly outputClosed: AbortSignal;
  /** Writes a line of the result on stdout; nothing with `--json`. */
  print(line: string): void;
  /** Writes a line of progress on stderr; nothing with `-q`. */
  note(line: string): void;
  /** Keeps the one JSON document, which is printed at the end with `--json`. */
  result(document: unknown): void;
  /** Hides secrets in a text that the task writes elsewhere, such as a file. */
  redact(text: string): string;
  /** Colors a text for stdout. */
  style(kind: Style, text: string): string;
  /** Returns a status word with its symbol, colored and of fixed width: `✓ pass`. */
  statusWord(kind: "pass" | "warn" | "fail" | "skip"): string;
  /** Shows the progress of an operation that may take more than a second. */
  progress(label: string): Progress;
  /** Asks yes or no; answers no if nobody can be asked. */
  confirm(question: string): Promise<boolean>;
}

/** Returns the value of a flag that takes one. */
export function textOption(context: TaskContext, name: string): string | undefined {
  const value = context.options[name];
  return typeof value === "string" ? value : undefined;
}

/** Tells whether a flag was given. */
export function flagOption(context: TaskContext, name: string): boolean {
  return context.options[name] === true;
}

/** Returns the values of a flag that is repeated, or given as a comma-separated list. */
export function listOption(context: TaskContext, name: string): readonly string[] {
  const value = context.options[name];
  const texts = Array.isArray(value) ? value : typeof value === "string" ? [value] : [];
  return texts.flatMap((text) => text.split(",")).map((text) => text.trim()).filter(Boolean);
}

/** Returns the value of a flag that was declared with `number`. */
export function numberOption(context: TaskContext, name: string): number | undefined {
  const text = textOption(context, name);
  return text === undefined ? undefined : Number(text);
}
