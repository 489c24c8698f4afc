import { sqlState } from "../../database/mod.ts";

/**
 * Tells whether an error is about rows: a wrong value, a broken constraint, a trigger's refusal.
 */
export function isRowFailure(error: unknown): boolean {
  return /^(21000|22|23|P0001)/.test(sqlState(error) ?? "");
}

/** Returns the server's message, without the statement that the driver puts before it. */
export function serverMessage(error: unknown): string {
  const state = sqlState(error);
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if ("code" in inner && inner.code === state) return inner.message;
  }
  return error instanceof Error ? error.message : String(error);
}
