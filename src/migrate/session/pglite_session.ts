import type { Queryable } from "../../base/sql/mod.ts";
import type { MigrationSession } from "./session.ts";

/** What a PGlite offers of itself: `query`, as a driver's. */
export type PgliteLike = Queryable;

/** A session over a PGlite in the process. It has one connection: closing the session leaves it open. */
export function pgliteSession(database: PgliteLike): MigrationSession {
  return {
    query: (text, values) => database.query(text, values),
    cancel: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
