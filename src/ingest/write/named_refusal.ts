import { StrataError } from "../../base/errors.ts";
import { sqlState } from "../../database/mod.ts";

/** Names what no row is to blame for, and what to do about it; every other error stays. */
export function namedRefusal(error: unknown): unknown {
  if (error instanceof StrataError) return error;
  const named = refusals.get(sqlState(error) ?? "");
  return named === undefined ? error : new StrataError(`Cannot write: ${named}`, { cause: error });
}

const refusals: ReadonlyMap<string, string> = new Map([
  ["53100", "the disk of the database server is full, make room there and write again"],
  [
    "57014",
    "the server cancelled the statement, at its time limit or because it was asked to, write " +
    "smaller batches or give the database a longer statementTimeoutMs",
  ],
]);
