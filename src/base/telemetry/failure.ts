import type { Span } from "@opentelemetry/api";

/** An error of this status: `SpanStatusCode.ERROR`, which is no type but a value of the API. */
const ERROR = 2;

/** A code of a server or a system: `23505`, `ECONNREFUSED`, `POOL_TIMEOUT`. */
const CODE = /^[A-Z0-9_]{3,40}$/;

// Every span around a failure sees it, and only the innermost tells where it arose.
const told = new WeakSet<object>();

/**
 * Returns the class of an error, for `error.type`: the SQLSTATE or the system's code of the error
 * or of one that it wraps, or else its name. It takes few values, and never a message: those of a
 * server repeat values of rows.
 */
export function errorType(error: unknown): string {
  if (!(error instanceof Error)) return "_OTHER";
  for (const one of causes(error)) {
    const code: unknown = Reflect.get(one, "code");
    if (typeof code === "string" && CODE.test(code)) return code;
  }
  return /^[A-Za-z]\w{0,60}$/.test(error.name) ? error.name : "_OTHER";
}

/** Sets a span to failed; the exception itself is an event of the innermost span alone. */
export function markFailed(span: Span, error: unknown): void {
  const type = errorType(error);
  span.setStatus({ code: ERROR });
  span.setAttribute("error.type", type);
  if (!(error instanceof Error)) return;
  const chain = causes(error);
  if (chain.some((one) => told.has(one))) return;
  for (const one of chain) told.add(one);
  span.addEvent("exception", {
    "exception.type": /^[A-Za-z]\w{0,60}$/.test(error.name) ? error.name : type,
    ...placesOf(error),
  });
}

/** Where an error arose. Its message, with which a stack begins, is left out. */
function placesOf({ stack = "" }: Error): Record<string, string> {
  const places = stack.split("\n").filter((line) => /^ {4}at \S/.test(line)).slice(0, 30);
  return places.length === 0 ? {} : { "exception.stacktrace": places.join("\n") };
}

function causes(error: Error): readonly Error[] {
  const chain: Error[] = [];
  for (let one: unknown = error; one instanceof Error && chain.length < 10; one = one.cause) {
    chain.push(one);
  }
  return chain;
}
