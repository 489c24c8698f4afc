import type { Queryable } from "../../base/sql/mod.ts";
import type { MigrationSession } from "./session.ts";

/** The part of PGlite that a session uses: `query`, like that of a driver. */
export type PgliteLike = Queryable;

/**
 * Creates a session on a PGlite in this process. PGlite has only one connection, so closing the
 * session leaves it open.
 */
export function pgliteSession(database: PgliteLike): MigrationSession {
  return {
    query: (text, values) => database.query(text, values),
    cancel: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
