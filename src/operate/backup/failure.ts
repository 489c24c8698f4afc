import { StrataError } from "../../base/errors.ts";

/**
 * Explains what the server answered to a backup or a restore. Errors of this package and the abort
 * of a signal stay as they are.
 */
export function explained(verb: "back up" | "restore", error: unknown): unknown {
  if (error instanceof StrataError || !(error instanceof Error) || error.name === "AbortError") {
    return error;
  }
  const code = "code" in error ? String(error.code) : "";
  const remedy = REMEDIES[code] ?? "nothing is left of it, try again";
  return new StrataError(`Cannot ${verb}: ${error.message}; ${remedy}`, { cause: error });
}

const REMEDIES: Readonly<Record<string, string>> = {
  "42501": "use a superuser, as TimescaleDB's own steps want it",
  "53100": "make room on the server's disk",
  "53200":
    "raise max_locks_per_transaction in postgresql.conf above twice the number of chunks divided by " +
    "max_connections, and restart the server",
  "55P03": "another session holds a lock for more than a minute, end it (pg_stat_activity)",
};
