import { pg } from "../base/driver/mod.ts";
import { ConnectionError } from "../base/errors.ts";
import type { Phase } from "./_failure.ts";
import { quietError } from "./_quiet_error.ts";
import { isConnectionCode } from "./sql_state.ts";

/**
 * Converts an error of deno-postgres to the one that node-postgres or this package would throw;
 * `undefined` for errors that come neither from the server nor from the connection.
 */
export function denoPostgresFailure(error: unknown, phase: Phase): Error | undefined {
  if (error instanceof ConnectionError) return error;
  if (!(error instanceof Error)) return undefined;
  const fields: unknown = Object(error).fields;
  const code = isFields(fields) ? fields.code : networkCodes.get(error.name);
  const isFatal = isFields(fields) && /^(FATAL|PANIC)$/.test(fields.severity);
  if (code !== undefined && (phase === "connect" || isFatal || isConnectionCode(code))) {
    return connectionError(error, code, phase);
  }
  return isFields(fields) ? databaseError(error, fields) : undefined;
}

interface Fields {
  readonly code: string;
  readonly severity: string;
}

function isFields(value: unknown): value is Fields {
  return typeof Object(value).code === "string" && typeof Object(value).severity === "string";
}

const networkCodes = new Map([
  ["ConnectionError", "08006"],
  ["BadResource", "08003"],
  ["BrokenPipe", "EPIPE"],
  ["ConnectionAborted", "ECONNABORTED"],
  ["ConnectionRefused", "ECONNREFUSED"],
  ["ConnectionReset", "ECONNRESET"],
  ["NotConnected", "ENOTCONN"],
  ["TimedOut", "ETIMEDOUT"],
  ["UnexpectedEof", "08006"],
]);

function connectionError(cause: Error, code: string, phase: Phase): ConnectionError {
  hideValues(cause);
  const message = phase === "connect"
    ? `Cannot connect with the pool handed in: ${cause.message} (${code}), look at the server and ` +
      "at the pool's options"
    : `Cannot finish a statement: the connection was lost (${code}), a transaction that was not ` +
      "committed is rolled back, anything else may be stored: ask by its key before repeating it";
  return new ConnectionError(message, { service: "timescaledb", code, cause });
}

function databaseError(cause: Error, fields: Fields): Error {
  const error = new pg.DatabaseError(cause.message, 0, "error");
  Object.assign(error, fields);
  quietError(error);
  hideValues(cause);
  return Object.assign(error, { cause });
}

/**
 * The driver's error repeats the statement and keeps the server's fields, which hold key values.
 */
function hideValues(error: Error): void {
  for (const name of ["fields", "query"]) {
    if (Object.hasOwn(error, name)) Object.defineProperty(error, name, { enumerable: false });
  }
}
