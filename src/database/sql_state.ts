/**
 * Finds the SQLSTATE of an error, or of the one it wraps: Drizzle and this package both wrap the
 * driver's errors.
 *
 * @example
 * ```ts
 * import { sqlState } from "@strata/foundation";
 *
 * if (sqlState(new Error("no SQL in here")) === "23505") console.log("there already");
 * ```
 */
export function sqlState(error: unknown): string | undefined {
  for (let inner = error, depth = 0; inner instanceof Error && depth < 10; depth++) {
    const code = errorCode(inner);
    if (code !== undefined && /^[0-9A-Z]{5}$/.test(code)) return code;
    inner = inner.cause;
  }
  return undefined;
}

/** Returns an error's own code; for driver errors without one, a code chosen by their text. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error.name === "NotCapable") return "NotCapable";
  if (error.message.startsWith("SASL:")) return "SASL";
  return driverCodes.get(error.message);
}

/** Tells whether a code means that the connection itself failed. */
export function isConnectionCode(code: string): boolean {
  return code.startsWith("08") || connectionCodes.has(code);
}

// pg 8.23 and pg-pool throw these without a code.
const driverCodes = new Map([
  ["timeout expired", "CONNECT_TIMEOUT"],
  ["Connection terminated due to connection timeout", "CONNECT_TIMEOUT"],
  ["Connection terminated unexpectedly", "08006"],
  ["Connection terminated", "08003"],
  ["Client has encountered a connection error and is not queryable", "08003"],
  ["Client was closed and is not queryable", "08003"],
  ["Query read timeout", "QUERY_TIMEOUT"],
  ["The server does not support SSL connections", "TLS_REFUSED"],
  ["There was an error establishing an SSL connection", "TLS_REFUSED"],
]);

const connectionCodes = new Set([
  "57P01",
  "57P02",
  "57P03",
  "57P05",
  "25P03",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTCONN",
  "EPIPE",
  "ETIMEDOUT",
  "QUERY_TIMEOUT",
]);
