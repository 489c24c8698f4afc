import { DrizzleQueryError } from "drizzle-orm";
import { missingFunctionMessage } from "./_missing_function.ts";

/**
 * Removes row values from what an error prints: Drizzle puts a statement's parameters into the
 * message, and the server repeats key values in `detail` and `where`. They stay readable as fields,
 * but a log that prints the error does not show them.
 */
export function quietError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const missing = missingFunctionMessage(error);
  if (missing !== null) reword(error, missing);
  if (error instanceof DrizzleQueryError) hideParameters(error);
  for (const name of ["params", "detail", "where", "internalQuery"]) hideField(error, name);
  return error;
}

function hideParameters(error: DrizzleQueryError): void {
  reword(error, `Cannot run a statement: ${reason(error.cause)}\n${error.query}`);
}

function reword(error: Error, message: string): void {
  const before = error.message;
  error.message = message;
  // The stack begins with the message from when the error was created.
  error.stack = error.stack?.replace(before, () => message) ?? message;
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : "the driver refused it";
}

function hideField(error: Error, name: string): void {
  const field = Object.getOwnPropertyDescriptor(error, name);
  if (field?.configurable) Object.defineProperty(error, name, { ...field, enumerable: false });
}
