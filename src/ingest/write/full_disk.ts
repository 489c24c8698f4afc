import { StrataError } from "../../base/errors.ts";
import { sqlState } from "../../database/mod.ts";

/** Names a disk of the server that is full; every other error stays. */
export function namedFullDisk(error: unknown): unknown {
  if (error instanceof StrataError || sqlState(error) !== "53100") return error;
  return new StrataError(
    "Cannot write: the disk of the database server is full, make room there and write again",
    { cause: error },
  );
}
