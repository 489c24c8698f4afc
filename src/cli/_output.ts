import { styleText } from "node:util";
import { isSecretName, type Redactor } from "../base/logging/mod.ts";
import type { TextStream } from "./_stream.ts";
import type { Style } from "./task_context.ts";

/** What the runner decides about output. */
export interface OutputOptions {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
  readonly redactor: Redactor;
}

/** The one way for a task to write: it hides secrets and keeps the progress line apart. */
export interface Output {
  /** Writes a result line on stdout; nothing with `--json`. */
  print(line: string): void;
  /** Writes a progress line on stderr; nothing with `-q`. */
  note(line: string): void;
  /** Writes a line on stderr, always. */
  complain(line: string): void;
  /** Writes the one JSON document. */
  document(document: unknown): void;
  /** Colors a text for stdout. */
  style(kind: Style, text: string): string;
  /** Shows a line that the next output overwrites; `undefined` removes it. */
  status(line: string | undefined): void;
}

const STYLES = {
  pass: "green",
  warn: "yellow",
  fail: "red",
  skip: "gray",
  dim: "dim",
  bold: "bold",
} as const;

/** Creates the output of one run. */
export function createOutput(options: OutputOptions): Output {
  const { stdout, stderr, redactor } = options;
  let shown: string | undefined;
  const erase = () => {
    if (shown !== undefined) stderr.write("\r\x1b[2K");
  };
  const redraw = () => {
    if (shown !== undefined) stderr.write(shown);
  };
  const write = (stream: TextStream, line: string) => {
    erase();
    stream.write(`${redactor(line)}\n`);
    redraw();
  };
  return {
    print(line) {
      if (!options.json) write(stdout, line);
    },
    note(line) {
      if (!options.quiet) write(stderr, line);
    },
    complain: (line) => write(stderr, line),
    document(document) {
      erase();
      shown = undefined;
      stdout.write(`${toJson(document, redactor)}\n`);
    },
    style(kind, text) {
      if (!options.color) return text;
      return styleText(STYLES[kind], text, { validateStream: false });
    },
    status(line) {
      erase();
      shown = line === undefined ? undefined : redactor(line);
      redraw();
    },
  };
}

function toJson(document: unknown, redactor: Redactor): string {
  const replace = (key: string, value: unknown): unknown => {
    if (typeof value === "string") return isSecretName(key) ? "***" : redactor(value);
    if (typeof value === "bigint") return value.toString();
    return value instanceof Map ? Object.fromEntries(value) : value;
  };
  return JSON.stringify(document, replace, 2) ?? "null";
}
