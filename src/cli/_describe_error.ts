import { ConfigError, StrataError } from "../base/errors.ts";

const DEEPEST_CAUSE = 6;

/** Formats an error for people: its message, and those of its causes that add something. */
export function errorLines(error: unknown, options: { stack?: boolean } = {}): string[] {
  const [first = "unknown error", ...causes] = messages(error);
  const problems = error instanceof ConfigError ? error.problems : [];
  const untold = problems.filter((problem) => !first.includes(problem));
  const lines = [`error: ${first}`, ...untold.map((problem) => `  - ${indent(problem)}`)];
  lines.push(...causes.map((cause) => `  cause: ${indent(cause)}`));
  if (options.stack) lines.push(...stacks(error));
  else if (!(error instanceof StrataError)) lines.push("  -v shows where it comes from");
  return lines;
}

/** Creates the `error` part of a JSON document: name, message, the error's own fields, causes. */
export function errorDocument(
  error: unknown,
  options: { stack?: boolean } = {},
): Record<string, unknown> {
  const [message = "unknown error", ...causes] = messages(error);
  const document: Record<string, unknown> = {
    name: error instanceof Error ? error.name : "Error",
    message,
    ...(error instanceof StrataError ? plainFields(error) : {}),
  };
  if (causes.length > 0) document["causes"] = causes;
  if (options.stack) document["stack"] = stacks(error).join("\n");
  return document;
}

/** The messages of an error and its causes, without repetitions. */
function messages(error: unknown): string[] {
  const found: string[] = [];
  for (const one of chain(error)) {
    // For a host with several addresses, Node throws an AggregateError without a message.
    if (one instanceof AggregateError && one.message === "" && one.errors.length > 0) continue;
    const text = messageOf(one);
    // The name of an error's class alone adds nothing.
    const words = one instanceof Error && one.message !== ""
      ? withoutParameters(one.message)
      : text;
    if (!found.some((earlier) => earlier.includes(words.trim()))) found.push(text);
  }
  return found;
}

function chain(error: unknown): unknown[] {
  const found = [error];
  for (let at = 0; at < found.length && found.length < DEEPEST_CAUSE; at++) {
    const one = found[at];
    if (!(one instanceof Error)) continue;
    const below = one instanceof AggregateError ? one.errors : [];
    for (const next of [...below, one.cause]) {
      if (next !== undefined && next !== null && !found.includes(next)) found.push(next);
    }
  }
  return found;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return printable(error);
  const message = withoutParameters(error.message).trim() || code(error) || error.name;
  const isPlain = error instanceof StrataError || /^error$/i.test(error.name);
  return isPlain || message === error.name ? message : `${error.name}: ${message}`;
}

/** Drizzle repeats the values of a failed query in its message; they must not be shown. */
function withoutParameters(text: string): string {
  return text.replace(/\nparams: .*/g, "");
}

function printable(value: unknown): string {
  if (typeof value === "string") return value;
  return Deno.inspect(value, { depth: 2, compact: true, breakLength: Infinity });
}

function code(error: Error): string | undefined {
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function stacks(error: unknown): string[] {
  return chain(error).flatMap((one) =>
    one instanceof Error && one.stack
      ? withoutParameters(one.stack).split("\n").map((line) => `  ${line}`)
      : []
  );
}

function plainFields(error: StrataError): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(error).filter(([, value]) =>
      ["string", "number", "boolean"].includes(typeof value) ||
      (Array.isArray(value) && value.every((entry) => typeof entry === "string"))
    ),
  );
}

function indent(text: string): string {
  return text.replaceAll("\n", "\n  ");
}
