import type { Redactor } from "../../../base/logging/mod.ts";
import { ConnectionError, StrataError } from "../../../base/errors.ts";
import { serverReason } from "../../../base/sql/mod.ts";
import { errorCode, isConnectionCode, sqlState } from "../../../database/sql_state.ts";

/** Invalid schema, undefined table, function or column. */
const UNMIGRATED = new Set(["3F000", "42P01", "42883", "42703"]);

/** Writes why something could not be read, and what to do; without a secret. */
export function explainTrouble(what: string, error: unknown, redact: Redactor): string {
  const code = sqlState(error);
  const head = `Cannot read ${what}`;
  if (code !== undefined && UNMIGRATED.has(code)) {
    return `${head}: the database is not migrated, run "deno task migrate"`;
  }
  if (code === "42501") {
    return redact(`${head}: ${serverReason(error)}, grant it to the user of DATABASE_URL`);
  }
  if (code === "57014" || code === "55P03" || isTimeout(error)) {
    return `${head}: the database took too long, look at its load and its locks`;
  }
  const any = code ?? errorCode(error);
  if (error instanceof ConnectionError || (any !== undefined && isConnectionCode(any))) {
    return redact(
      `${head}: ${firstLine(error)}; look at "deno task ps", or correct DATABASE_URL`,
    );
  }
  if (error instanceof StrataError && error.message.startsWith("Cannot ")) {
    return redact(error.message);
  }
  if (error instanceof RangeError || error instanceof TypeError) return redact(error.message);
  return redact(`${head}: ${serverReason(error)}`);
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === "TimeoutError";
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1)[0] ?? text;
}
