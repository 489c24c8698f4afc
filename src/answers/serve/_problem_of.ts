import { ConnectionError } from "../../base/errors.ts";
import { errorCode, isConnectionCode, sqlState } from "../../database/sql_state.ts";
import { QuestionError } from "../question/mod.ts";
import { log } from "./_log.ts";
import { Problem } from "./problem.ts";

/** Turns an error into the problem that is told; what the server must not tell goes to the log. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof QuestionError) {
    return new Problem("bad-question", error.message, {
      errors: error.problems.map(({ field, message }) => ({ field, detail: message })),
    });
  }
  const code = sqlState(error);
  // The refusals of our own functions begin so, and are written for the caller.
  const told = error instanceof Error && error.message.startsWith("Cannot ") ? error.message : null;
  if (code === "P0002" && told !== null) return new Problem("unknown-name", told);
  if (error instanceof ConnectionError || isAway(error, code)) return away(error);
  if (code === "57014" || isTimeout(error)) {
    return new Problem(
      "too-slow",
      "Cannot answer in time: ask for fewer series or a shorter range",
      {
        cause: error,
      },
    );
  }
  // Nobody reads this one.
  if (error instanceof Error && error.name === "AbortError") {
    return new Problem("too-slow", "Cannot answer: the client hung up", { cause: error });
  }
  if (code?.startsWith("22")) {
    return new Problem(
      "bad-question",
      told ?? "Cannot answer the question: the server refuses a " +
          "value in it, look at dates, spans and names",
    );
  }
  if (code !== undefined && unmigrated.has(code)) {
    log.error("The database lacks what the API reads: {error}", { error });
    return new Problem(
      "unavailable",
      "Cannot answer: the database is not migrated, run " +
        '"deno task migrate"',
      { headers: retryAfter(30), cause: error },
    );
  }
  log.error("A request failed: {error}", { error });
  return new Problem(
    "failed",
    "Cannot answer the question: the server failed, its log tells more",
    {
      cause: error,
    },
  );
}

/** The header field that says when to ask again. */
export function retryAfter(seconds: number): Readonly<Record<string, string>> {
  return { "retry-after": String(seconds) };
}

/** invalid_schema_name, undefined_table, undefined_function, undefined_column, no privilege. */
const unmigrated = new Set(["3F000", "42P01", "42883", "42703", "42501"]);

function isAway(error: unknown, code: string | undefined): boolean {
  // Class 53: no memory, disk or connection left. Class 40: a replica gave way to its primary.
  if (code !== undefined && /^(53|40)/.test(code)) return true;
  const any = code ?? errorCode(error);
  return any !== undefined && isConnectionCode(any);
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === "TimeoutError";
}

function away(error: unknown): Problem {
  const code = errorCode(error);
  if (code === "POOL_TIMEOUT" || code === "POOL_QUEUE_FULL") {
    return new Problem(
      "too-many-requests",
      "Cannot answer now: every connection to the database " +
        "is busy, ask again",
      { headers: retryAfter(1), cause: error },
    );
  }
  log.warning("The database is away: {error}", { error });
  return new Problem("unavailable", "Cannot answer now: the database is away, ask again", {
    headers: retryAfter(5),
    cause: error,
  });
}
