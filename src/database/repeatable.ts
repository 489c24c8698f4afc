import { ConnectionError } from "../base/errors.ts";
import { isConnectionCode, sqlState } from "./sql_state.ts";

/**
 * Tells whether opening a connection may be retried: the server was not there, not ready or full.
 * Nothing was sent, so nothing can happen twice.
 */
export function isRepeatableConnect(error: unknown): boolean {
  return error instanceof ConnectionError && error.code !== undefined &&
    connecting.has(error.code);
}

/**
 * Tells whether a transaction may be repeated because the server rolled it back in favor of a
 * concurrent one.
 */
export function isRepeatableTransaction(error: unknown): boolean {
  return conflicts.has(sqlState(error) ?? "");
}

/** Tells whether a read may be repeated, including after a lost connection. */
export function isRepeatableRead(error: unknown): boolean {
  if (isRepeatableConnect(error) || isRepeatableTransaction(error)) return true;
  if (!(error instanceof ConnectionError) || error.code === undefined) return false;
  return error.code === "POOL_TIMEOUT" || isConnectionCode(error.code);
}

const connecting = new Set([
  "08001",
  "08004",
  "08006",
  "53300",
  "57P01",
  "57P02",
  "57P03",
  "CONNECT_TIMEOUT",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

// serialization_failure, deadlock_detected, lock_not_available
const conflicts = new Set(["40001", "40P01", "55P03"]);
