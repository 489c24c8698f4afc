import type { Queryable } from "../base/sql/mod.ts";
import { type Fragment, render, type Statement } from "./statement.ts";

/** A Drizzle database or transaction on PostgreSQL, with any driver. */
export interface DrizzleSource {
  /** Drizzle's own description of the database. */
  readonly _: {
    /** The session that runs its statements. */
    readonly session: {
      /** Prepares a statement to run. */
      prepareQuery(
        query: { sql: string; params: unknown[] },
        fields: undefined,
        name: string | undefined,
        isResponseInArrayMode: boolean,
      ): { execute(): Promise<unknown> };
    };
  };
}

/** A pooled database, as this package's `createDatabase` creates it. */
export interface PooledSource {
  /** The pool that reads run on. */
  readonly pool: Queryable;
}

/**
 * Everything that reads can run on: this package's `Database`, a Drizzle database or transaction, a
 * node-postgres pool or client, a PGlite. No statement is repeated automatically. Within
 * `retryRead` of a `Database`, a statement is repeated after a lost connection, or after a deadlock
 * with a policy that merges chunks.
 */
export type ReadSource = PooledSource | DrizzleSource | Queryable;

/** How a statement is run. */
export interface ReadOptions {
  /**
   * Runs it as a named prepared statement if the pool allows it: on a hypertable with many chunks,
   * planning takes longer than reading (3.8 against 0.5 ms).
   */
  readonly prepare?: boolean;
}

/** Runs a statement and returns its rows. */
export async function readRows<Row>(
  source: ReadSource,
  fragment: Fragment,
  options: ReadOptions = {},
): Promise<readonly Row[]> {
  const statement = render(fragment);
  const result = await run(source, statement, options.prepare ?? false);
  // as: the row has the statement's columns, and some of Drizzle's drivers return only rows.
  return (Array.isArray(result) ? result : (result as { rows: Row[] }).rows) as Row[];
}

function run(source: ReadSource, statement: Statement, prepare: boolean): Promise<unknown> {
  const { text, values } = statement;
  if (isQueryable(source)) {
    if (!prepare || !mayPrepare(source)) return source.query(text, [...values]);
    // as: the driver's form of a named statement, which the narrow type leaves out.
    const named = source as unknown as { query(config: object): Promise<unknown> };
    return named.query({ name: statement.name, text, values: [...values] });
  }
  if ("_" in source) {
    const name = prepare && "$client" in source && mayPrepare(source.$client)
      ? statement.name
      : undefined;
    const query = { sql: text, params: [...values] };
    return source._.session.prepareQuery(query, undefined, name, false).execute();
  }
  if ("pool" in source) return run(source.pool, statement, prepare);
  throw new TypeError(
    "Cannot read: this is not a database, pass a Database, a Drizzle database, a pool or a client",
  );
}

function isQueryable(source: object): source is Queryable {
  return "query" in source && typeof source.query === "function";
}

/** Only this package's pools know that no pooler in between would mix up the names. */
function mayPrepare(client: unknown): boolean {
  return typeof client === "object" && client !== null && "preparedStatements" in client &&
    client.preparedStatements === true;
}
